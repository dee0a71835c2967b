using AllianceAuth.Services.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Live;
using AllianceAuth.Shared.Web.Live;
using MediatR;

namespace AllianceAuth.Services.Features.CountServices;

/// <summary>The brake holds a service: the number beside "Service health" says so in every open page.</summary>
internal sealed class RefreshMenuAtBrake(HeldServices held, ILiveSignals signals) : INotificationHandler<ServiceHeld>
{
    public async Task Handle(ServiceHeld notification, CancellationToken cancellationToken)
    {
        await held.DropAsync(cancellationToken);
        await signals.SendAsync(MenuSignals.Topic.Name, cancellationToken: cancellationToken);
    }
}
