using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Access;
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
internal sealed class EditUserHandler(AuthenticationDb db, AccessReader access, MembershipChange memberships, PermissionCatalog catalog, TimeProvider clock)
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
        var refusal = user.Revision != request.Revision
            ? new Refusal("authentication.user.changed")
            : UserEdit.FindRefusal(request.Actor, user, [.. held.Select(p => p.Permission)], request.Wanted);
        if (refusal is not null)
        {
            return new(refusal);
        }

        user.Revision++;
        var trail = new AuditTrail(db, AuditSubject.User, user.Id.Value, request.Actor.User, now);
        await ApplyFlagsAsync(user, request.Wanted, trail, now, cancellationToken);
        ApplyPermissions(user.Id, held, request.Wanted, trail, now);
        await ApplyGroupsAsync(request, cancellationToken);
        await db.SaveChangesAsync(cancellationToken);
        await db.DecideStatesAsync([user.Id], now, cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAsync([user.Id], cancellationToken);
        return new((Refusal?)null);
    }

    private async Task ApplyFlagsAsync(User user, WantedUser wanted, AuditTrail trail, DateTimeOffset now, CancellationToken cancellationToken)
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

    private void ApplyPermissions(UserId user, List<UserPermission> held, WantedUser wanted, AuditTrail trail, DateTimeOffset now)
    {
        var granted = catalog.Decide(wanted.Permissions, held.Select(p => p.Permission));
        if (!trail.NoteLists("authentication.audit.permissions", held.Select(p => p.Permission), granted))
        {
            return;
        }

        db.UserPermissions.RemoveRange(held.Where(p => !granted.Contains(p.Permission)));
        db.UserPermissions.AddRange(granted.Except(held.Select(p => p.Permission), StringComparer.Ordinal).Select(p => new UserPermission(user, p)));
        db.Raise(new PermissionsChanged(Guid.CreateVersion7(), now, user, State: null, Group: null));
    }

    private async Task ApplyGroupsAsync(EditUserRequest request, CancellationToken cancellationToken)
    {
        var current = await db.GroupMembers.Where(m => m.UserId == request.Id).Select(m => m.GroupId).ToListAsync(cancellationToken);
        await memberships.AddAsync(
            [.. request.Wanted.Groups.Except(current).Select(g => new Membership(request.Id, g))], request.Actor.User, "authentication.audit.group", cancellationToken);
        await memberships.RemoveAsync(
            [.. current.Except(request.Wanted.Groups).Select(g => new Membership(request.Id, g))], request.Actor.User, "authentication.audit.group", cancellationToken);
    }
}
