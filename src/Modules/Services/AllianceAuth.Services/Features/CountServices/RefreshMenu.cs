using AllianceAuth.Services.Contracts;
using AllianceAuth.Services.Engine;
using MediatR;

namespace AllianceAuth.Services.Features.CountServices;

/// <summary>The brake holds a service: the number beside "Service health" says so in every open page.</summary>
internal sealed class RefreshMenuAtBrake(ServiceSignals signals) : INotificationHandler<ServiceHeld>
{
    public Task Handle(ServiceHeld notification, CancellationToken cancellationToken) => signals.NeedsOfAdminsChangedAsync(cancellationToken);
}

/// <summary>A service is down: likewise.</summary>
internal sealed class RefreshMenuAtOutage(ServiceSignals signals) : INotificationHandler<ServiceDown>
{
    public Task Handle(ServiceDown notification, CancellationToken cancellationToken) => signals.NeedsOfAdminsChangedAsync(cancellationToken);
}
