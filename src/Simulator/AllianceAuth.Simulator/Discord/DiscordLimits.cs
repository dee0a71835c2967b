namespace AllianceAuth.Simulator.Discord;

/// <summary>A bucket after a request.</summary>
/// <param name="Limit">Requests that fit.</param>
/// <param name="Remaining">Left of them.</param>
/// <param name="ResetAt">When it is full again.</param>
/// <param name="IsTaken">False when there was none left.</param>
internal sealed record BucketState(int Limit, int Remaining, DateTimeOffset ResetAt, bool IsTaken);

/// <summary>All that Discord counts: buckets, the global limit, and replies that a good client would not have caused.</summary>
internal sealed class DiscordLimits(SimulatedDiscord discord, LiveSettings settings, TimeProvider clock)
{
    public static readonly TimeSpan RoleWindow = TimeSpan.FromHours(48);

    private const int TidyFrom = 1_000;
    private static readonly TimeSpan InvalidWindow = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan BanLength = TimeSpan.FromMinutes(30);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Window> _windows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DateTimeOffset> _bans = new(StringComparer.Ordinal);

    private bool AreKept => settings.Value.Limits;

    /// <summary>Buckets of the bot that were used lately, for people.</summary>
    public IReadOnlyList<(string Bucket, BucketState State)> Current
    {
        get
        {
            lock (_lock)
            {
                var now = clock.GetUtcNow();
                return [.. DiscordSettings.UsualBuckets.Keys.Append(DiscordSettings.NewRoles).Select(name =>
                {
                    var limit = discord.Settings.Limit(name).Requests;
                    var window = _windows.GetValueOrDefault(BucketKey("bot", name, DiscordJson.Id(discord.Options.GuildId))) ?? _windows.GetValueOrDefault(BucketKey("bot", name, ""));
                    return (name, window is null || window.Ends <= now ? new BucketState(limit, limit, now, IsTaken: true) : new BucketState(limit, Math.Max(0, limit - window.Used), window.Ends, IsTaken: true));
                })];
            }
        }
    }

    /// <summary>Replies of 401, 403 and 429 to all addresses in their current ten minutes.</summary>
    public int InvalidSoFar
    {
        get
        {
            lock (_lock)
            {
                return _windows.Where(w => w.Key.StartsWith("invalid ", StringComparison.Ordinal) && w.Value.Ends > clock.GetUtcNow()).Sum(w => w.Value.Used);
            }
        }
    }

    /// <summary>Takes one request out of a bucket.</summary>
    /// <param name="caller">Whose bucket.</param>
    /// <param name="bucket">Name of the bucket.</param>
    /// <param name="guild">The id at the top of the path, if any.</param>
    public BucketState Take(string caller, string bucket, string guild)
    {
        var limit = discord.Settings.Limit(bucket);
        lock (_lock)
        {
            var window = Of(BucketKey(caller, bucket, guild), TimeSpan.FromSeconds(limit.Seconds));
            var isTaken = !AreKept || window.Used < limit.Requests;
            window.Used += isTaken && AreKept ? 1 : 0;
            return new(limit.Requests, Math.Max(0, limit.Requests - window.Used), window.Ends, isTaken);
        }
    }

    /// <returns>How long to wait; null when the request may pass.</returns>
    public TimeSpan? TakeGlobal(string caller) => Take($"global {caller}", TimeSpan.FromSeconds(1), discord.Settings.GlobalPerSecond);

    /// <summary>Counts a reply that should not have been necessary.</summary>
    public void CountInvalid(string address)
    {
        lock (_lock)
        {
            var window = Of($"invalid {address}", InvalidWindow);
            if (AreKept && ++window.Used >= discord.Settings.InvalidRequests)
            {
                _bans[address] = clock.GetUtcNow() + BanLength;
                window.Used = 0;
            }
        }
    }

    /// <returns>How long the address is still shut out; null when it is not.</returns>
    public TimeSpan? Ban(string address)
    {
        lock (_lock)
        {
            return _bans.TryGetValue(address, out var end) && end > clock.GetUtcNow() ? end - clock.GetUtcNow() : null;
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _windows.Clear();
            _bans.Clear();
        }
    }

    private static string BucketKey(string caller, string bucket, string guild) => $"bucket {caller} {bucket} {guild}";

    private TimeSpan? Take(string key, TimeSpan length, int limit)
    {
        lock (_lock)
        {
            var window = Of(key, length);
            if (!AreKept || window.Used < limit)
            {
                window.Used++;
                return null;
            }

            return window.Ends - clock.GetUtcNow();
        }
    }

    private Window Of(string key, TimeSpan length)
    {
        var now = clock.GetUtcNow();
        if (_windows.TryGetValue(key, out var window) && window.Ends > now)
        {
            return window;
        }

        if (_windows.Count > TidyFrom)
        {
            foreach (var ended in _windows.Where(w => w.Value.Ends <= now).Select(w => w.Key).ToList())
            {
                _windows.Remove(ended);
            }
        }

        return _windows[key] = new Window { Ends = now + length };
    }

    private sealed class Window
    {
        public int Used { get; set; }

        public required DateTimeOffset Ends { get; init; }
    }
}
