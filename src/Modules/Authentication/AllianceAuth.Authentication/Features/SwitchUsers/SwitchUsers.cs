using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Results;
using MediatR;

namespace AllianceAuth.Authentication.Features.SwitchUsers;

/// <summary>Switches many users off, or lets them in again, by the rule of a single one. AUTH-019, AUTH-020.</summary>
/// <param name="Users">Who.</param>
/// <param name="IsActive">Whether they may sign in from now on.</param>
/// <param name="Actor">Who does it.</param>
internal sealed record SwitchUsersRequest(IReadOnlyList<UserId> Users, bool IsActive, AccessSnapshot Actor) : IRequest<AdminDone>;

internal sealed class SwitchUsersHandler(AuthenticationDb db, AccessReader access, TimeProvider clock) : IRequestHandler<SwitchUsersRequest, AdminDone>
{
    public async Task<AdminDone> Handle(SwitchUsersRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.ShareStatesAsync(cancellationToken);
        var guest = await db.FindGuestAsync(cancellationToken);
        List<UserId> switched = [];
        List<Refusal> refusals = [];
        foreach (var user in await db.HoldUsersAsync(request.Users, cancellationToken))
        {
            if (user.IsActive == request.IsActive)
            {
                continue;
            }

            if (UserEdit.FindSwitchRefusal(request.Actor, user) is { } refusal)
            {
                refusals.Add(refusal);
                continue;
            }

            Switch(user, request.IsActive, guest, now);
            var trail = new ChangeTrail(db, "authentication", "user", request.Actor.User, now);
            trail.Note("authentication.audit.active", !request.IsActive, request.IsActive);
            trail.Record(user.Id, user.UserName);
            switched.Add(user.Id);
        }

        await db.SaveChangesAsync(cancellationToken);
        await db.DecideStatesAsync(switched, now, cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAsync(switched, cancellationToken);
        return new AdminDone(switched.Count, refusals);
    }

    private static void Switch(User user, bool isActive, StateId guest, DateTimeOffset now)
    {
        user.Revision++;
        if (isActive)
        {
            user.Activate(now);
        }
        else
        {
            user.Deactivate(guest, now);
        }
    }
}
