using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Settings;
using AllianceAuth.EveOnline.Sso;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.EveOnline.Features.GiveToken;

/// <summary>Gives an unowned token to the user who was recognised; a valid equivalent of that user takes over its secrets instead. AUTH-043.</summary>
internal sealed class GiveTokenHandler(EveOnlineDb db, TokenStore store, IOptions<SsoSettings> settings) : IRequestHandler<AssignToken>
{
    public async Task<Unit> Handle(AssignToken request, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var character = await db.Tokens.Where(t => t.Id == request.Token).Select(t => (long?)t.CharacterId).SingleOrDefaultAsync(cancellationToken);
        if (character is null)
        {
            return Unit.Value;
        }

        await store.LockCharacterAsync(character.Value, cancellationToken);
        var tokens = await store.HoldTokensAsync(character.Value, cancellationToken);
        var given = tokens.Find(t => t.Id == request.Token);
        if (given is null || given.UserId is not null)
        {
            return Unit.Value;
        }

        var identity = new VerifiedIdentity(given.CharacterId, given.CharacterName, given.OwnerHash, given.Scopes);
        var equivalent = settings.Value.AlwaysCreateToken ? null : tokens.Find(t => t.UserId == request.User && t.IsEquivalentTo(identity));
        if (equivalent is null)
        {
            given.Assign(request.User);
        }
        else
        {
            equivalent.Renew(identity, new SealedSecrets(given.AccessToken, given.RefreshToken, given.ExpiresAt), given.RefreshedAt);
            db.Tokens.Remove(given);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return Unit.Value;
    }
}

/// <summary>Gives the unowned tokens of a character to its owner, one by one as a sign-in would have done.</summary>
internal sealed class GiveTokensHandler(EveOnlineDb db, IMediator mediator) : IRequestHandler<AssignTokensOf>
{
    public async Task<Unit> Handle(AssignTokensOf request, CancellationToken cancellationToken)
    {
        var unowned = await db.Tokens
            .Where(t => t.CharacterId == request.CharacterId && t.OwnerHash == request.OwnerHash && t.UserId == null)
            .OrderBy(t => t.Id)
            .Select(t => t.Id)
            .ToListAsync(cancellationToken);
        foreach (var token in unowned)
        {
            await mediator.Send(new AssignToken(token, request.User), cancellationToken);
        }

        return Unit.Value;
    }
}

/// <summary>Removes the unowned token of a refused login. AUTH-047.</summary>
internal sealed class DiscardTokenHandler(EveOnlineDb db, TokenStore store, TimeProvider clock) : IRequestHandler<DiscardToken>
{
    public async Task<Unit> Handle(DiscardToken request, CancellationToken cancellationToken)
    {
        if (await db.Tokens.SingleOrDefaultAsync(t => t.Id == request.Token && t.UserId == null, cancellationToken) is { } token)
        {
            store.End(token, TokenEnd.Abandoned, clock.GetUtcNow());
            await db.SaveChangesAsync(cancellationToken);
        }

        return Unit.Value;
    }
}
