using System.Security.Cryptography;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.Shared.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.EveOnline.Sso;

/// <summary>Opens tokens and keeps them alive. A refresh holds the token's row, so that of all nodes one asks the SSO and the others find its result.</summary>
internal sealed class TokenVault(
    EveOnlineDb db, SsoClient sso, AccessTokenVerifier verifier, TokenStore store, ISecretProtector protector, TimeProvider clock, ILogger<TokenVault> logger)
{
    /// <summary>A token is renewed this long before it ends, so that the call it is for still finds it alive.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(30);

    /// <summary>A working access token of a character with at least these scopes, refreshed when needed; null when none works now.</summary>
    public async Task<BearerToken?> GetAsync(long character, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        var wanted = scopes.ToArray();
        var candidates = await db.Tokens.AsNoTracking()
            .Where(t => t.CharacterId == character && t.Status == TokenStatus.Valid && wanted.All(s => t.Scopes.Contains(s)))
            .OrderByDescending(t => t.ExpiresAt)
            .ToListAsync(cancellationToken);
        foreach (var candidate in candidates)
        {
            if (candidate.ExpiresAt > clock.GetUtcNow() + Ahead && Open(candidate) is { } bearer)
            {
                return bearer;
            }

            // ESI refuses tokens that grew too long and scopes can shrink at a refresh: what came back is looked at again.
            if (await RefreshAsync(candidate.Id, force: false, cancellationToken) is RefreshOutcome.Renewed or RefreshOutcome.StillValid
                && await db.Tokens.AsNoTracking().SingleOrDefaultAsync(t => t.Id == candidate.Id, cancellationToken) is { Status: TokenStatus.Valid } renewed
                && wanted.All(s => renewed.Scopes.Contains(s, StringComparer.Ordinal))
                && Open(renewed) is { } refreshed)
            {
                return refreshed;
            }
        }

        return null;
    }

    /// <summary>Renews one token. Only the SSO's plain "invalid grant" ends it; whatever else goes wrong loses nothing.</summary>
    /// <param name="id">Which token.</param>
    /// <param name="force">Also when the access token is still good, to see whether the SSO still accepts it.</param>
    /// <param name="cancellationToken">Cancels before the SSO was asked; after that the answer is stored.</param>
    public async Task<RefreshOutcome> RefreshAsync(int id, bool force, CancellationToken cancellationToken)
    {
        var askedAt = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var token = (await db.Tokens.FromSql($"SELECT * FROM eveonline.tokens WHERE id = {id} FOR UPDATE").ToListAsync(cancellationToken)).SingleOrDefault();
        if (token is null)
        {
            return new RefreshOutcome.Gone();
        }

        await db.Entry(token).ReloadAsync(cancellationToken);
        if (token.Status == TokenStatus.Rejected)
        {
            return new RefreshOutcome.Rejected(token.RejectionReason ?? "");
        }

        // Somebody else may have renewed it while we waited for the row.
        if (token.RefreshedAt > askedAt || (!force && token.ExpiresAt > clock.GetUtcNow() + Ahead))
        {
            return new RefreshOutcome.StillValid();
        }

        if (token.RefreshToken is null || OpenSecret(token.RefreshToken, token.Id) is not { } secret)
        {
            return new RefreshOutcome.NotRenewable();
        }

        // From here on the old refresh token may be spent: the answer must be stored even if the caller gives up.
        var outcome = await TakeAsync(token, await sso.RefreshAsync(secret, CancellationToken.None));
        await db.SaveChangesAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        return outcome;
    }

    private async Task<RefreshOutcome> TakeAsync(SsoToken token, TokenAnswer answer)
    {
        var now = clock.GetUtcNow();
        switch (answer)
        {
            case TokenAnswer.Rejected rejected:
                logger.LogInformation("The SSO rejects token {Token} of character {Character}: {Reason}", token.Id, token.CharacterId, rejected.Reason);
                token.Reject(rejected.Reason.Length <= 500 ? rejected.Reason : rejected.Reason[..500], now);
                return new RefreshOutcome.Rejected(rejected.Reason);
            case TokenAnswer.Granted granted:
                return await TakeGrantedAsync(token, granted, now);
            default:
                return new RefreshOutcome.Unreachable(((TokenAnswer.Unreachable)answer).Reason);
        }
    }

    private async Task<RefreshOutcome> TakeGrantedAsync(SsoToken token, TokenAnswer.Granted granted, DateTimeOffset now)
    {
        var identity = await verifier.VerifyAsync(granted.AccessToken, CancellationToken.None);
        if (identity is null || identity.CharacterId != token.CharacterId)
        {
            // The old refresh token may be gone, so the new one is kept; the access token is not trusted.
            token.KeepRefreshToken(store.Seal(granted, now));
            return new RefreshOutcome.Unreachable("The SSO's access token could not be verified.");
        }

        if (!string.Equals(identity.OwnerHash, token.OwnerHash, StringComparison.Ordinal))
        {
            var sold = await db.Tokens.Where(t => t.OwnerHash == token.OwnerHash).ToListAsync(CancellationToken.None);
            store.EndSold(sold, identity.OwnerHash, now);
            return new RefreshOutcome.CharacterSold();
        }

        token.Renew(identity, store.Seal(granted, now), now);
        return new RefreshOutcome.Renewed();
    }

    private BearerToken? Open(SsoToken token) =>
        OpenSecret(token.AccessToken, token.Id) is { } secret ? new BearerToken(token.Id, secret, token.ExpiresAt) : null;

    private string? OpenSecret(string envelope, int id)
    {
        try
        {
            return protector.Unprotect(envelope);
        }
        catch (CryptographicException error)
        {
            // The key that sealed it is not on this node. Nothing is deleted: the key may come back.
            logger.LogError(error, "Token {Token} cannot be opened with the keys of this node.", id);
            return null;
        }
    }
}

/// <summary>What came of renewing a token.</summary>
internal abstract record RefreshOutcome
{
    private RefreshOutcome()
    {
    }

    public sealed record Renewed : RefreshOutcome;

    /// <summary>Nothing to do: it is good, or somebody else has just renewed it.</summary>
    public sealed record StillValid : RefreshOutcome;

    /// <summary>For good.</summary>
    public sealed record Rejected(string Reason) : RefreshOutcome;

    public sealed record CharacterSold : RefreshOutcome;

    /// <summary>It has no refresh token, or one that this node cannot open.</summary>
    public sealed record NotRenewable : RefreshOutcome;

    /// <summary>Nothing may be concluded; try again later.</summary>
    public sealed record Unreachable(string Reason) : RefreshOutcome;

    public sealed record Gone : RefreshOutcome;
}
