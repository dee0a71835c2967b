using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;

namespace AllianceAuth.Authentication.Domain;

/// <summary>What an admin may change of a user. Staff change no rights: neither flags, nor permissions, nor who is in a restricted group. ADM-039.</summary>
internal static class UserEdit
{
    /// <summary>Why the edit is not allowed, or null.</summary>
    /// <param name="actor">Who edits.</param>
    /// <param name="user">The user as they are.</param>
    /// <param name="held">The user's direct permissions as they are.</param>
    /// <param name="restricted">Names of the restricted groups that the edit joins or leaves; those that stay as they are do not count. ADM-007.</param>
    /// <param name="wanted">What they should become.</param>
    public static Refusal? FindRefusal(AccessSnapshot actor, User user, IReadOnlyCollection<string> held, IReadOnlyCollection<string> restricted, WantedUser wanted)
    {
        var isOwn = actor.User == user.Id;
        var rises = wanted.IsStaff != user.IsStaff || wanted.IsSuperuser != user.IsSuperuser;
        if (isOwn && (wanted.IsActive != user.IsActive || (user.IsSuperuser && !wanted.IsSuperuser)))
        {
            return new Refusal("authentication.user.ownlockout");
        }

        if (actor.IsSuperuser)
        {
            return null;
        }

        if (user.IsSuperuser || rises)
        {
            return new Refusal("authentication.user.superuseronly");
        }

        if (isOwn)
        {
            return new Refusal("authentication.user.own");
        }

        if (!wanted.Permissions.ToHashSet(StringComparer.Ordinal).SetEquals(held))
        {
            return new Refusal("authentication.user.superuseronly");
        }

        return restricted.Count == 0 ? null : new Refusal("authentication.user.restricted", string.Join(", ", restricted.Order(StringComparer.CurrentCultureIgnoreCase)));
    }

    /// <summary>Why the user may not be switched on or off, or null.</summary>
    public static Refusal? FindSwitchRefusal(AccessSnapshot actor, User user) => user switch
    {
        _ when actor.User == user.Id => new Refusal("authentication.user.ownlockout"),
        { UserName: User.SentinelName } => new Refusal("authentication.user.sentinel"),
        { IsSuperuser: true } when !actor.IsSuperuser => new Refusal("authentication.user.superuseronly"),
        _ => null,
    };

    /// <summary>Why the user may not be deleted, or null.</summary>
    public static Refusal? FindDeleteRefusal(AccessSnapshot actor, User user) => user switch
    {
        _ when actor.User == user.Id => new Refusal("authentication.user.ownlockout"),
        { UserName: User.SentinelName } => new Refusal("authentication.user.sentinel"),
        { IsSuperuser: true } when !actor.IsSuperuser => new Refusal("authentication.user.superuseronly"),
        _ => null,
    };
}

/// <summary>What an admin wants a user to be.</summary>
internal sealed record WantedUser(bool IsActive, bool IsStaff, bool IsSuperuser, IReadOnlyCollection<string> Permissions, IReadOnlyCollection<GroupId> Groups)
{
    /// <summary>The character that should be the main; null leaves it as it is.</summary>
    public long? Main { get; init; }

    /// <summary>Groups that stood ticked when the form was drawn. Only what differs from them is a wish: whoever joined or left meanwhile keeps to that.</summary>
    public IReadOnlyCollection<GroupId> GroupsBefore { get; init; } = [];

    /// <summary>Groups to join.</summary>
    /// <param name="current">Groups the user is in by now.</param>
    public IReadOnlyList<GroupId> Joins(IReadOnlyCollection<GroupId> current) => [.. Groups.Except(GroupsBefore).Except(current)];

    /// <summary>Groups to leave.</summary>
    /// <param name="current">Groups the user is in by now.</param>
    public IReadOnlyList<GroupId> Leaves(IReadOnlyCollection<GroupId> current) => [.. GroupsBefore.Except(Groups).Intersect(current)];
}
