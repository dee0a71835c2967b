using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.EditUser;

/// <summary>Changes what a user is and may do. AUTH-019, AUTH-020.</summary>
/// <param name="Id">Which.</param>
/// <param name="Revision">The edit the form was made from.</param>
/// <param name="Wanted">What they should become.</param>
/// <param name="Actor">Who does it.</param>
internal sealed record EditUserRequest(UserId Id, int Revision, WantedUser Wanted, AccessSnapshot Actor) : IRequest<EditUserResult?>;

/// <summary>Why it was not done, or null.</summary>
internal sealed record EditUserResult(Refusal? Refusal);

/// <returns>Null when there is no such user.</returns>
internal sealed class EditUserHandler(AuthenticationDb db, AccessReader access, MembershipChange memberships, PermissionCatalog catalog, IMediator mediator, TimeProvider clock)
    : IRequestHandler<EditUserRequest, EditUserResult?>
{
    public async Task<EditUserResult?> Handle(EditUserRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.ShareStatesAsync(cancellationToken);
        var user = (await db.HoldUsersAsync([request.Id], cancellationToken)).SingleOrDefault();
        if (user is null)
        {
            return null;
        }

        var held = await db.UserPermissions.Where(p => p.UserId == request.Id).ToListAsync(cancellationToken);
        var before = user.MainName ?? "";
        request = request with { Wanted = Readable(request, user, held) };
        var current = await db.GroupMembers.Where(m => m.UserId == request.Id).Select(m => m.GroupId).ToListAsync(cancellationToken);
        var (joins, leaves) = (request.Wanted.Joins(current), request.Wanted.Leaves(current));
        var refusal = user.Revision != request.Revision
            ? new Refusal("authentication.user.changed")
            : UserEdit.FindRefusal(
                request.Actor, user, [.. held.Select(p => p.Permission)], await RestrictedAsync([.. joins, .. leaves], cancellationToken), request.Wanted)
                ?? await ChangeMainAsync(user, request.Wanted.Main, now, cancellationToken);
        if (refusal is not null)
        {
            return new(refusal);
        }

        user.Revision++;
        var trail = new ChangeTrail(db, "authentication", "user", request.Actor.User, now);
        await ApplyFlagsAsync(user, request.Wanted, trail, now, cancellationToken);
        ApplyPermissions(user.Id, held, request.Wanted, trail, now);
        await ApplyGroupsAsync(request, current, joins, leaves, trail, cancellationToken);
        trail.Note("authentication.audit.main", before, user.MainName ?? "");
        trail.Record(user.Id, user.UserName);
        await db.SaveChangesAsync(cancellationToken);
        await db.DecideStatesAsync([user.Id], now, cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAsync([user.Id], cancellationToken);
        return new((Refusal?)null);
    }

    private async Task ApplyFlagsAsync(User user, WantedUser wanted, ChangeTrail trail, DateTimeOffset now, CancellationToken cancellationToken)
    {
        trail.Note("authentication.audit.active", user.IsActive, wanted.IsActive);
        trail.Note("authentication.audit.staff", user.IsStaff, wanted.IsStaff);
        trail.Note("authentication.audit.superuser", user.IsSuperuser, wanted.IsSuperuser);
        if (user.IsStaff != wanted.IsStaff || user.IsSuperuser != wanted.IsSuperuser)
        {
            db.Raise(new PermissionsChanged(Guid.CreateVersion7(), now, user.Id, State: null, Group: null));
        }

        (user.IsStaff, user.IsSuperuser) = (wanted.IsStaff, wanted.IsSuperuser);
        if (wanted.IsActive)
        {
            user.Activate(now);
        }
        else
        {
            user.Deactivate(await db.FindGuestAsync(cancellationToken), now);
        }
    }

    private void ApplyPermissions(UserId user, List<UserPermission> held, WantedUser wanted, ChangeTrail trail, DateTimeOffset now)
    {
        var granted = catalog.Decide(wanted.Permissions, held.Select(p => p.Permission));
        if (!trail.NoteList("authentication.audit.permissions", held.Select(p => p.Permission), granted))
        {
            return;
        }

        db.UserPermissions.RemoveRange(held.Where(p => !granted.Contains(p.Permission)));
        db.UserPermissions.AddRange(granted.Except(held.Select(p => p.Permission), StringComparer.Ordinal).Select(p => new UserPermission(user, p)));
        db.Raise(new PermissionsChanged(Guid.CreateVersion7(), now, user, State: null, Group: null));
    }

    private async Task ApplyGroupsAsync(
        EditUserRequest request, List<GroupId> current, IReadOnlyList<GroupId> joins, IReadOnlyList<GroupId> leaves, ChangeTrail trail, CancellationToken cancellationToken)
    {
        var names = await db.Groups.AsNoTracking().ToDictionaryAsync(g => g.Id, g => g.Name, cancellationToken);
        trail.NoteList("authentication.audit.group", Names(current), Names(current.Except(leaves).Concat(joins)));
        await memberships.AddAsync([.. joins.Select(g => new Membership(request.Id, g))], request.Actor.User, "authentication.cause.admin", cancellationToken);
        await memberships.RemoveAsync([.. leaves.Select(g => new Membership(request.Id, g))], request.Actor.User, "authentication.cause.admin", cancellationToken);

        IEnumerable<string> Names(IEnumerable<GroupId> groups) => groups.Select(g => names.GetValueOrDefault(g)).OfType<string>();
    }

    /// <summary>
    /// Of what somebody sent only what is theirs to change: staff change neither flags nor permissions, whatever a hand-made form says. What they
    /// send of a restricted group is refused in words instead, because their form does show the groups.
    /// </summary>
    private static WantedUser Readable(EditUserRequest request, User user, List<UserPermission> held) => request.Actor.IsSuperuser
        ? request.Wanted
        : request.Wanted with { IsStaff = user.IsStaff, IsSuperuser = user.IsSuperuser, Permissions = [.. held.Select(p => p.Permission)] };

    private async Task<IReadOnlyCollection<string>> RestrictedAsync(List<GroupId> touched, CancellationToken cancellationToken) =>
        touched.Count == 0 ? [] : await db.Groups.Where(g => g.IsRestricted && touched.Contains(g.Id)).Select(g => g.Name).ToListAsync(cancellationToken);

    /// <summary>The main is one of the user's own characters, whoever chooses it: another one would be taken away at the next look. ADM-012.</summary>
    private async Task<Refusal?> ChangeMainAsync(User user, long? main, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (main is not { } character || character == user.MainCharacterId)
        {
            return null;
        }

        var isOwned = await db.Ownerships.AnyAsync(o => o.CharacterId == character && o.UserId == user.Id, cancellationToken);
        if (!isOwned || (await mediator.Send(new FindCharacters([character]) { Uncached = true }, cancellationToken)).SingleOrDefault() is not { } found)
        {
            return new Refusal("authentication.user.foreignmain");
        }

        user.SetMain(found, now);
        return null;
    }
}
