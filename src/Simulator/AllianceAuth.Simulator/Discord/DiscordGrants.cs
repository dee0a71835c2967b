namespace AllianceAuth.Simulator.Discord;

/// <summary>What a user allowed the application.</summary>
/// <param name="AccessToken">For <c>Authorization: Bearer</c>.</param>
/// <param name="RefreshToken">For the next one.</param>
/// <param name="UserId">Who.</param>
/// <param name="Scopes">What.</param>
/// <param name="Expires">When the access token ends; the refresh token does not.</param>
internal sealed record DiscordGrant(string AccessToken, string RefreshToken, long UserId, IReadOnlyList<string> Scopes, DateTimeOffset Expires);

/// <summary>The users' tokens.</summary>
internal sealed class DiscordGrants
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, DiscordGrant> _byAccess = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DiscordGrant> _byRefresh = new(StringComparer.Ordinal);

    public IReadOnlyList<DiscordGrant> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _byAccess.Values];
            }
        }
    }

    public DiscordGrant? Find(string accessToken, DateTimeOffset now)
    {
        lock (_lock)
        {
            return _byAccess.GetValueOrDefault(accessToken) is { } grant && grant.Expires > now ? grant : null;
        }
    }

    public DiscordGrant? FindRefresh(string refreshToken)
    {
        lock (_lock)
        {
            return _byRefresh.GetValueOrDefault(refreshToken);
        }
    }

    /// <param name="grant">The new one.</param>
    /// <param name="instead">What it takes the place of.</param>
    public void Add(DiscordGrant grant, DiscordGrant? instead = null)
    {
        lock (_lock)
        {
            if (instead is not null)
            {
                _byAccess.Remove(instead.AccessToken);
                _byRefresh.Remove(instead.RefreshToken);
            }

            _byAccess[grant.AccessToken] = grant;
            _byRefresh[grant.RefreshToken] = grant;
        }
    }

    /// <summary>Ends everything that a user allowed.</summary>
    /// <returns>How much that was.</returns>
    public int Withdraw(long userId)
    {
        lock (_lock)
        {
            var ended = _byAccess.Values.Where(g => g.UserId == userId).ToList();
            ended.ForEach(g =>
            {
                _byAccess.Remove(g.AccessToken);
                _byRefresh.Remove(g.RefreshToken);
            });
            return ended.Count;
        }
    }

    /// <param name="token">An access token or a refresh token.</param>
    public DiscordGrant? Either(string token)
    {
        lock (_lock)
        {
            return _byAccess.GetValueOrDefault(token) ?? _byRefresh.GetValueOrDefault(token);
        }
    }

    public void Restore(IReadOnlyList<DiscordGrant> grants)
    {
        Clear();
        foreach (var grant in grants)
        {
            Add(grant);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _byAccess.Clear();
            _byRefresh.Clear();
        }
    }
}
