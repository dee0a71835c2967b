using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Settings;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.EveOnline.Sso;

/// <summary>Stores what the SSO granted, together with the events that tell of it. Every method runs in the caller's transaction.</summary>
internal sealed class TokenStore(EveOnlineDb db, ISecretProtector protector, IOptions<SsoSettings> settings, TimeProvider clock)
{
    /// <summary>Makes everybody else who stores or ends tokens of this character wait until the transaction ends.</summary>
    public Task LockCharacterAsync(long character, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({LockClass}, {(int)(character % int.MaxValue)})", cancellationToken);

    /// <summary>
    /// All tokens of the character, held until the transaction ends: a refresh that is under way could reject one of them after it was read
    /// and before it is renewed here, and the rejection would stay.
    /// </summary>
    public Task<List<SsoToken>> HoldTokensAsync(long character, CancellationToken cancellationToken) =>
        db.Tokens.FromSql($"SELECT * FROM eveonline.tokens WHERE character_id = {character} ORDER BY id FOR UPDATE").ToListAsync(cancellationToken);

    /// <summary>Stores a verified token: renews the equivalent one of the same user, or adds a row and tells of it. AUTH-022, AUTH-039.</summary>
    public async Task<(SsoToken Token, bool IsNew)> StoreAsync(VerifiedIdentity identity, TokenAnswer.Granted granted, UserId? user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var secrets = Seal(granted, now);
        var known = await HoldTokensAsync(identity.CharacterId, cancellationToken);
        EndSold(known, identity.OwnerHash, now);

        if (!settings.Value.AlwaysCreateToken)
        {
            var equivalent = known.Where(t => (t.UserId == user || t.UserId is null) && t.IsEquivalentTo(identity)).ToList();
            var revived = equivalent.Find(t => t.UserId == user);
            var wasBacking = revived?.BacksOwnership ?? false;
            foreach (var token in equivalent)
            {
                token.Renew(identity, secrets, now);
            }

            if (revived is not null)
            {
                if (!wasBacking)
                {
                    Announce(revived, now);
                }

                await db.SaveChangesAsync(cancellationToken);
                return (revived, !wasBacking);
            }
        }

        var added = SsoToken.Issue(identity, secrets, user, now);
        db.Tokens.Add(added);
        await db.SaveChangesAsync(cancellationToken);
        Announce(added, now);
        await db.SaveChangesAsync(cancellationToken);
        return (added, true);
    }

    /// <summary>Ends all tokens of the character that prove another owner than the present one: it was sold. AUTH-096.</summary>
    public void EndSold(IEnumerable<SsoToken> tokens, string presentOwnerHash, DateTimeOffset now)
    {
        foreach (var sold in tokens.Where(t => !string.Equals(t.OwnerHash, presentOwnerHash, StringComparison.Ordinal)))
        {
            End(sold, TokenEnd.CharacterSold, now);
        }
    }

    /// <summary>Removes a token and tells why, unless that was told when it was rejected.</summary>
    public void End(SsoToken token, TokenEnd reason, DateTimeOffset now)
    {
        if (token.Status != TokenStatus.Rejected)
        {
            token.End(reason, now);
        }

        db.Tokens.Remove(token);
    }

    public SealedSecrets Seal(TokenAnswer.Granted granted, DateTimeOffset now)
    {
        var lifetime = Math.Min(settings.Value.TokenValidSeconds, granted.ExpiresInSeconds > 0 ? granted.ExpiresInSeconds : settings.Value.TokenValidSeconds);
        return new SealedSecrets(
            protector.Protect(granted.AccessToken),
            granted.RefreshToken is { Length: > 0 } refresh ? protector.Protect(refresh) : null,
            now.AddSeconds(lifetime));
    }

    // Any number that no other advisory lock of the site uses in its two-key form.
    private const int LockClass = 0x45_56_45;

    private void Announce(SsoToken token, DateTimeOffset now) =>
        db.Raise(new TokenAdded(Guid.CreateVersion7(now), now, token.Id, token.CharacterId, token.OwnerHash, token.UserId));
}
