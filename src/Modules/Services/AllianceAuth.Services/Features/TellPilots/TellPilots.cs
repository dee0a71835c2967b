using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Services.Contracts;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using MediatR;

namespace AllianceAuth.Services.Features.TellPilots;

/// <summary>Tells a pilot that the site took their account away, as something lost. SVC-034.</summary>
internal sealed class TellOfRemoval(ConnectorBook connectors, IMediator mediator) : INotificationHandler<ServiceAccountChanged>
{
    public async Task Handle(ServiceAccountChanged notification, CancellationToken cancellationToken)
    {
        if (notification.Change is ServiceChange.Removed && RemovalCauses.IsTold(notification.Cause))
        {
            var title = connectors.Find(notification.Service)?.Description.Title ?? notification.Service;
            var message = notification.Cause == RemovalCauses.ByAdmin ? "services.notice.endedbyadmin.message" : "services.notice.disabled.message";
            await mediator.Send(
                new Notify(notification.EventId, [notification.User], NotificationLevel.Danger, "services.notice.disabled.title", message, title), cancellationToken);
        }
    }
}

/// <summary>Asks those who look after services to decide what the brake holds.</summary>
internal sealed class TellOfBrake(ConnectorBook connectors, IMediator mediator) : INotificationHandler<ServiceHeld>
{
    public async Task Handle(ServiceHeld notification, CancellationToken cancellationToken)
    {
        var admins = await mediator.Send(new FindUsersWithPermission(ServicesPermissions.ManageHealth), cancellationToken);
        var title = connectors.Find(notification.Service)?.Description.Title ?? notification.Service;
        await mediator.Send(
            new Notify(
                notification.EventId, admins, NotificationLevel.Warning, "services.notice.held.title", "services.notice.held.message",
                title, FormattableString.Invariant($"{notification.Count}"), FormattableString.Invariant($"{notification.Allowed}"), FormattableString.Invariant($"{notification.Gone}")),
            cancellationToken);
    }
}
