using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.EveOnline.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.GiveTokens;

/// <summary>
/// The token that brought somebody a character becomes theirs. The sign-in does so at once; this makes up for a node that died right after the
/// user was recognised, or the token would be cleaned away as nobody's, and the character with it.
/// </summary>
internal sealed class GiveTokensToNewOwner(AuthenticationDb db, IMediator mediator) : INotificationHandler<CharacterAdded>
{
    public async Task Handle(CharacterAdded notification, CancellationToken cancellationToken)
    {
        var hash = await db.Ownerships
            .Where(o => o.CharacterId == notification.CharacterId && o.UserId == notification.User)
            .Select(o => o.OwnerHash)
            .SingleOrDefaultAsync(cancellationToken);
        if (hash is not null)
        {
            await mediator.Send(new AssignTokensOf(notification.CharacterId, hash, notification.User), cancellationToken);
        }
    }
}
