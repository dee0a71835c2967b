using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using MediatR;

namespace AllianceAuth.EveOnline.Features.DropCachedCharacters;

/// <summary>Drops what is kept of characters that changed, on all nodes.</summary>
internal sealed class DropCachedCharactersHandler(CharacterCache cache)
    : INotificationHandler<CharacterAffiliationChanged>, INotificationHandler<TokenAdded>, INotificationHandler<TokenRevoked>
{
    public async Task Handle(CharacterAffiliationChanged notification, CancellationToken cancellationToken) =>
        await cache.DropAsync(notification.Characters, cancellationToken);

    public async Task Handle(TokenAdded notification, CancellationToken cancellationToken) =>
        await cache.DropAsync([notification.CharacterId], cancellationToken);

    public async Task Handle(TokenRevoked notification, CancellationToken cancellationToken) =>
        await cache.DropAsync([notification.CharacterId], cancellationToken);
}
