using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Events;

namespace AllianceAuth.EveOnline.Domain;

/// <summary>Access to ESI for one character, and the continuing proof that its bearer controls it. Secrets are sealed; only the vault opens them.</summary>
internal sealed class SsoToken : Aggregate
{
    private SsoToken()
    {
    }

    public int Id { get; private set; }

    public long CharacterId { get; private set; }

    /// <summary>As the SSO told it; may be older than the character's row.</summary>
    public string CharacterName { get; private set; } = "";

    /// <summary>SSO's hash of character and EVE account; a sold character gets another one.</summary>
    public string OwnerHash { get; private set; } = "";

    /// <summary>Null while a login is still undecided.</summary>
    public UserId? UserId { get; private set; }

    /// <summary>Sealed.</summary>
    public string AccessToken { get; private set; } = "";

    /// <summary>Sealed; null when the SSO gave none because no scope was granted.</summary>
    public string? RefreshToken { get; private set; }

    /// <summary>Sorted, so that two tokens with the same scopes compare equal.</summary>
    public string[] Scopes { get; private set; } = [];

    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>UTC of the issue or the last refresh.</summary>
    public DateTimeOffset RefreshedAt { get; private set; }

    /// <summary>UTC, when we stop using the access token; a little ahead of the SSO. AUTH-098.</summary>
    public DateTimeOffset ExpiresAt { get; private set; }

    public TokenStatus Status { get; private set; }

    /// <summary>What the SSO said when it rejected the token.</summary>
    public string? RejectionReason { get; private set; }

    public DateTimeOffset? RejectedAt { get; private set; }

    public int SsoVersion { get; private set; } = 2;

    /// <summary>Whether it still proves ownership: valid, and renewable for ever. AUTH-029.</summary>
    public bool BacksOwnership => Status == TokenStatus.Valid && RefreshToken is not null;

    public static SsoToken Issue(VerifiedIdentity identity, SealedSecrets secrets, UserId? user, DateTimeOffset now) => new()
    {
        CharacterId = identity.CharacterId,
        CharacterName = identity.CharacterName,
        OwnerHash = identity.OwnerHash,
        UserId = user,
        AccessToken = secrets.AccessToken,
        RefreshToken = secrets.RefreshToken,
        Scopes = [.. identity.Scopes.Order(StringComparer.Ordinal)],
        CreatedAt = now,
        RefreshedAt = now,
        ExpiresAt = secrets.ExpiresAt,
    };

    /// <summary>Same character, same owner, exactly the same scopes. AUTH-039.</summary>
    public bool IsEquivalentTo(VerifiedIdentity identity) =>
        CharacterId == identity.CharacterId
        && string.Equals(OwnerHash, identity.OwnerHash, StringComparison.Ordinal)
        && Scopes.SequenceEqual(identity.Scopes.Order(StringComparer.Ordinal), StringComparer.Ordinal);

    /// <summary>Takes new secrets from a refresh or an equivalent login. What the SSO gives back is stored every time: it may rotate the refresh token.</summary>
    public void Renew(VerifiedIdentity identity, SealedSecrets secrets, DateTimeOffset now)
    {
        AccessToken = secrets.AccessToken;
        RefreshToken = secrets.RefreshToken ?? RefreshToken;
        CharacterName = identity.CharacterName;
        Scopes = [.. identity.Scopes.Order(StringComparer.Ordinal)];
        RefreshedAt = now;
        ExpiresAt = secrets.ExpiresAt;
        Status = TokenStatus.Valid;
        RejectionReason = null;
        RejectedAt = null;
    }

    /// <summary>Takes only the refresh token of an answer whose access token could not be verified.</summary>
    public void KeepRefreshToken(SealedSecrets secrets) => RefreshToken = secrets.RefreshToken ?? RefreshToken;

    /// <summary>Gives an unowned token to the user who was recognised.</summary>
    public void Assign(UserId user) => UserId = user;

    /// <summary>Notes that the SSO will never accept it again. The row stays so that its owner can read why.</summary>
    public void Reject(string reason, DateTimeOffset now)
    {
        if (Status == TokenStatus.Rejected)
        {
            return;
        }

        Status = TokenStatus.Rejected;
        RejectionReason = reason;
        RejectedAt = now;
        End(TokenEnd.Rejected, now);
    }

    /// <summary>Says that the token is gone; the caller removes the row.</summary>
    public void End(TokenEnd reason, DateTimeOffset now) =>
        Raise(new TokenRevoked(Guid.CreateVersion7(now), now, CharacterId, OwnerHash, UserId, reason));
}

internal enum TokenStatus
{
    Valid,
    Rejected,
}

/// <summary>What a verified access token says about its bearer.</summary>
internal sealed record VerifiedIdentity(long CharacterId, string CharacterName, string OwnerHash, IReadOnlyList<string> Scopes);

/// <summary>Secrets as they go into the database.</summary>
internal sealed record SealedSecrets(string AccessToken, string? RefreshToken, DateTimeOffset ExpiresAt);
