using AllianceAuth.Shared.Access;
using MediatR;

namespace AllianceAuth.Authentication.Contracts;

/// <summary>Asks what users may do, many at once: one statement for those not in the cache. Users that do not exist are left out.</summary>
/// <param name="Users">Who.</param>
public sealed record AccessOf(IReadOnlyList<UserId> Users) : IRequest<IReadOnlyList<AccessSnapshot>>
{
    /// <summary>Read from the database even for one user: for those who act on what is true now, wherever the change was made.</summary>
    public bool IsFresh { get; init; }
}

/// <summary>Asks whose characters these are; characters nobody owns are left out. One statement.</summary>
/// <param name="Characters">EVE ids.</param>
public sealed record FindOwners(IReadOnlyList<long> Characters) : IRequest<IReadOnlyDictionary<long, UserId>>;

/// <summary>Asks for all active users who hold a permission, by any path, superusers among them.</summary>
/// <param name="Permission">Full name, <c>app.codename</c>.</param>
public sealed record FindUsersWithPermission(string Permission) : IRequest<IReadOnlyList<UserId>>;

/// <summary>One user in one group.</summary>
/// <param name="User">Who.</param>
/// <param name="Group">Which group.</param>
public sealed record Membership(UserId User, GroupId Group);

/// <summary>Puts users into groups; those already in are left alone.</summary>
/// <param name="Memberships">Who into which.</param>
/// <param name="Actor">Who decided it; null for the site itself.</param>
/// <param name="Cause">Text key of the reason, for the log.</param>
public sealed record AddToGroups(IReadOnlyList<Membership> Memberships, UserId? Actor, string Cause) : IRequest;

/// <summary>Takes users out of groups; those not in are left alone.</summary>
/// <param name="Memberships">Who out of which.</param>
/// <param name="Actor">Who decided it; null for the site itself.</param>
/// <param name="Cause">Text key of the reason, for the log.</param>
public sealed record RemoveFromGroups(IReadOnlyList<Membership> Memberships, UserId? Actor, string Cause) : IRequest;

/// <summary>Shorthand for the question everybody asks.</summary>
public static class AccessQuestions
{
    extension(IMediator mediator)
    {
        /// <summary>What one user may do.</summary>
        /// <exception cref="InvalidOperationException">There is no such user.</exception>
        public async Task<AccessSnapshot> AccessOf(UserId user, CancellationToken cancellationToken) =>
            (await mediator.Send(new AccessOf([user]), cancellationToken)).SingleOrDefault()
            ?? throw new InvalidOperationException($"There is no user {user}.");
    }
}
