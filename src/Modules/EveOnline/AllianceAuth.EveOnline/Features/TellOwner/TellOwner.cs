using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.Notifications.Contracts;
using MediatR;

namespace AllianceAuth.EveOnline.Features.TellOwner;

/// <summary>Tells whoever owned a token that it ended for a reason that was not theirs to choose, and what to do. EVE-026.</summary>
internal sealed class TellOwnerHandler(EveOnlineDb db, IMediator mediator) : INotificationHandler<TokenRevoked>
{
    public async Task Handle(TokenRevoked notification, CancellationToken cancellationToken)
    {
        if (notification.User is not { } user || KeyOf(notification.Reason) is not { } key)
        {
            return;
        }

        var name = await db.ReadCharactersAsync([notification.CharacterId], cancellationToken) is [var character] ? character.Name : "";
        var level = notification.Reason == TokenEnd.Rejected ? NotificationLevel.Warning : NotificationLevel.Info;
        await mediator.Send(new Notify(notification.EventId, [user], level, $"eveonline.notice.{key}.title", $"eveonline.notice.{key}.message", name), cancellationToken);
    }

    private static string? KeyOf(TokenEnd reason) => reason switch
    {
        TokenEnd.Rejected => "rejected",
        TokenEnd.CharacterSold => "sold",
        TokenEnd.Biomassed => "biomassed",
        _ => null,
    };
}
