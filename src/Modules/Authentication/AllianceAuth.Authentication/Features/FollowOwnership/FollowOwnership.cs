using AllianceAuth.Authentication.Data;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.FollowOwnership;

/// <summary>A token proves who owns a character. AUTH-022 to AUTH-025.</summary>
internal sealed class ClaimOnTokenAdded(AuthenticationDb db, AccessReader access, IMediator mediator, TimeProvider clock) : INotificationHandler<TokenAdded>
{
    public async Task Handle(TokenAdded notification, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.ShareStatesAsync(cancellationToken);
        await db.HoldCharacterAsync(notification.CharacterId, cancellationToken);
        var owner = await FindClaimantAsync(notification, cancellationToken);
        var losers = owner is { } claimant
            ? await db.ClaimAsync(notification.CharacterId, notification.OwnerHash, claimant, notification.OccurredAt, now, cancellationToken)
            : await db.PurgeAsync(notification.CharacterId, notification.OwnerHash, user: null, notification.OccurredAt, now, cancellationToken);
        await db.DecideStatesAsync(losers, now, cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        IReadOnlyList<UserId> touched = owner is { } gained ? [.. losers, gained] : losers;
        await access.DropAsync(touched, cancellationToken);
    }

    // The news may come late: the user may be gone, and so may the token. What it proved of earlier owners stays true.
    private async Task<UserId?> FindClaimantAsync(TokenAdded notification, CancellationToken cancellationToken)
    {
        if (notification.User is not { } user || !await db.Users.AnyAsync(u => u.Id == user, cancellationToken))
        {
            return null;
        }

        var backed = await mediator.Send(new FindBackedOwnerHashes([notification.OwnerHash]), cancellationToken);
        return backed.Contains(notification.OwnerHash) ? user : null;
    }
}

/// <summary>With the last token that can be refreshed, the proof is gone. AUTH-029 to AUTH-031, AUTH-097.</summary>
internal sealed class ReleaseOnTokenRevoked(AuthenticationDb db, AccessReader access, IMediator mediator, TimeProvider clock) : INotificationHandler<TokenRevoked>
{
    public async Task Handle(TokenRevoked notification, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.ShareStatesAsync(cancellationToken);
        // Held before the question: a claim that comes between question and deletion waits, and then makes the ownership anew.
        await db.HoldCharacterAsync(notification.CharacterId, cancellationToken);
        var ownership = await db.Ownerships.Where(o => o.OwnerHash == notification.OwnerHash).ToListAsync(cancellationToken);
        if (ownership.Count == 0)
        {
            return;
        }

        var backed = await mediator.Send(new FindBackedOwnerHashes([notification.OwnerHash]), cancellationToken);
        if (backed.Contains(notification.OwnerHash))
        {
            return;
        }

        var losers = await db.ReleaseAsync(ownership, now, cancellationToken);
        await db.DecideStatesAsync(losers, now, cancellationToken: cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAsync(losers, cancellationToken);
    }
}
