using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Notifications.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.TellStateChange;

/// <summary>Tells users which state they are in now, one command per state and batch. AUTH-007.</summary>
internal sealed class TellUsersTheirState(AuthenticationDb db, IMediator mediator) : INotificationHandler<UserStateChanged>
{
    public async Task Handle(UserStateChanged notification, CancellationToken cancellationToken)
    {
        var now = await db.Users.AsNoTracking()
            .Where(u => notification.Users.Contains(u.Id) && u.IsActive)
            .Join(db.States, u => u.State, s => s.Id, (u, s) => new { u.Id, s.Name })
            .ToListAsync(cancellationToken);
        foreach (var state in now.GroupBy(u => u.Name, u => u.Id, StringComparer.Ordinal))
        {
            await mediator.Send(
                new Notify(
                    notification.EventId,
                    [.. state],
                    NotificationLevel.Info,
                    "authentication.notice.state.title",
                    "authentication.notice.state.message",
                    state.Key),
                cancellationToken);
        }
    }
}
