using AllianceAuth.Authentication.Contracts;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Notifications.Contracts;
using MediatR;

namespace AllianceAuth.Authentication.Features.TellLostCharacter;

/// <summary>Says why a character is gone, so that nobody has to wonder where their access went.</summary>
internal sealed class TellFormerOwner(IMediator mediator) : INotificationHandler<CharacterLost>
{
    public async Task Handle(CharacterLost notification, CancellationToken cancellationToken)
    {
        var known = (await mediator.Send(new FindCharacters([notification.CharacterId]), cancellationToken)).SingleOrDefault();
        var name = known?.Name ?? notification.CharacterId.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await mediator.Send(
            new Notify(
                notification.EventId,
                [notification.User],
                NotificationLevel.Warning,
                "authentication.notice.lost.title",
                "authentication.notice.lost.message",
                name),
            cancellationToken);
    }
}
