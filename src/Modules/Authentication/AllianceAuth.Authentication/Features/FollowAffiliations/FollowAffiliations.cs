using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.EveOnline.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.FollowAffiliations;

/// <summary>Takes over where mains fly now and decides their users' states, in as many statements for a thousand as for one. AUTH-018.</summary>
internal sealed class FollowMains(AuthenticationDb db, AccessReader access, MainCopies mains) :
    INotificationHandler<CharacterAffiliationChanged>,
    INotificationHandler<MainCharacterChanged>
{
    public Task Handle(CharacterAffiliationChanged notification, CancellationToken cancellationToken) =>
        RefreshAsync(notification.Characters, cancellationToken);

    // The character may have changed while it became the main, when nobody was found to have it as their main yet.
    public async Task Handle(MainCharacterChanged notification, CancellationToken cancellationToken)
    {
        if (await db.Users.Where(u => u.Id == notification.User).Select(u => u.MainCharacterId).SingleOrDefaultAsync(cancellationToken) is { } main)
        {
            await RefreshAsync([main], cancellationToken);
        }
    }

    // Whoever flies one of them, changed or not: a first delivery may have ended between the commit and this.
    private async Task RefreshAsync(IReadOnlyList<long> characters, CancellationToken cancellationToken) =>
        await access.DropAsync((await mains.RefreshAsync(characters, cancellationToken)).Held, cancellationToken);
}
