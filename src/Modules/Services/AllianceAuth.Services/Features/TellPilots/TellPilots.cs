using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Services.Components;
using AllianceAuth.Services.Contracts;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using MediatR;
using Microsoft.Extensions.Logging;

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
                new Notify(notification.EventId, [notification.User], NotificationLevel.Danger, "services.notice.disabled.title", message, title) { Address = "/services/" },
                cancellationToken);
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
                title, FormattableString.Invariant($"{notification.Count}"), FormattableString.Invariant($"{notification.Allowed}"), FormattableString.Invariant($"{notification.Gone}"))
            {
                Address = HealthPaths.All,
            },
            cancellationToken);
    }
}

/// <summary>Tells those who look after services that one does not answer, and writes it into the log.</summary>
internal sealed class TellOfOutage(ConnectorBook connectors, IMediator mediator, ILogger<TellOfOutage> logger) : INotificationHandler<ServiceDown>
{
    public async Task Handle(ServiceDown notification, CancellationToken cancellationToken)
    {
        logger.LogWarning("{Service} is down since {Since:u}: {Reason} {Arguments}", notification.Service, notification.OccurredAt, notification.Reason, string.Join(", ", notification.ReasonArguments));
        var admins = await mediator.Send(new FindUsersWithPermission(ServicesPermissions.ManageHealth), cancellationToken);
        var title = connectors.Find(notification.Service)?.Description.Title ?? notification.Service;
        await mediator.Send(
            new Notify(notification.EventId, admins, NotificationLevel.Warning, "services.notice.down.title", "services.notice.down.message", title) { Address = HealthPaths.Of(notification.Service) },
            cancellationToken);
    }
}

/// <summary>Tells an admin that the work they asked for came to its end.</summary>
internal sealed class TellOfWork(ConnectorBook connectors, IMediator mediator) : INotificationHandler<ServiceWorkEnded>
{
    public async Task Handle(ServiceWorkEnded notification, CancellationToken cancellationToken)
    {
        var text = notification.Work is ServiceWork.DryRun ? "services.notice.dryrun" : "services.notice.check";
        var title = connectors.Find(notification.Service)?.Description.Title ?? notification.Service;
        await mediator.Send(
            new Notify(
                notification.EventId, [notification.User], NotificationLevel.Info, $"{text}.title", $"{text}.message",
                title, FormattableString.Invariant($"{notification.Count}"))
            {
                Address = notification.Work is ServiceWork.DryRun ? HealthPaths.DryRunOf(notification.Service) : HealthPaths.Of(notification.Service),
            },
            cancellationToken);
    }
}
