using AllianceAuth.Shared.Infrastructure.Jose;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.EveOnline.Sso;

/// <summary>
/// The keys EVE signs access tokens with. Kept for hours; an unknown key makes us look again, but not more often than once a minute, or anybody
/// with a made-up token could make us hammer the SSO. While we have no key at all, every few seconds.
/// </summary>
internal sealed class SigningKeys(SsoClient sso, TimeProvider clock, ILogger<SigningKeys> logger) : IDisposable
{
    private static readonly TimeSpan KeepFor = TimeSpan.FromHours(6);
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMinutes(1);

    // Without any key nobody can sign in: that must not last a minute for one call that went wrong.
    private static readonly TimeSpan LookAgainWithoutKeysAfter = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _fetching = new(1, 1);
    private JsonWebKeySet _keys = new();
    private DateTimeOffset _goodUntil;
    private DateTimeOffset _notBefore;

    public void Dispose() => _fetching.Dispose();

    /// <summary>The present keys. Those past their time still count while the SSO does not answer: they were good, and may well be. Keys that lacked the one needed (<paramref name="unlike"/>) are fetched anew.</summary>
    public async Task<JsonWebKeySet> GetAsync(JsonWebKeySet? unlike, CancellationToken cancellationToken)
    {
        if (clock.GetUtcNow() < _goodUntil && !ReferenceEquals(_keys, unlike))
        {
            return _keys;
        }

        await _fetching.WaitAsync(cancellationToken);
        try
        {
            var now = clock.GetUtcNow();
            if (now >= _notBefore && (now >= _goodUntil || ReferenceEquals(_keys, unlike)))
            {
                _notBefore = now + LookAgainAfter;
                await FetchAsync(now, cancellationToken);
                if (_keys.Keys.Count == 0)
                {
                    _notBefore = clock.GetUtcNow() + LookAgainWithoutKeysAfter;
                }
            }

            return _keys;
        }
        finally
        {
            _fetching.Release();
        }
    }

    private async Task FetchAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var json = await sso.FetchKeysAsync(cancellationToken);
        if (json is not null && JsonWebKeySet.Parse(json) is { Keys.Count: > 0 } keys)
        {
            _keys = keys;
            _goodUntil = now + KeepFor;
        }
        else
        {
            logger.LogWarning("The SSO's keys could not be had; keeping the {Count} known ones.", _keys.Keys.Count);
        }
    }
}
