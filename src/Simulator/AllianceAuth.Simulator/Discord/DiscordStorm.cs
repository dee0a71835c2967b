namespace AllianceAuth.Simulator.Discord;

/// <summary>What a 429 says it is for.</summary>
public enum RateLimitScope
{
    /// <summary>The caller's bucket.</summary>
    User,

    /// <summary>All calls of the caller.</summary>
    Global,

    /// <summary>A resource that others use too; it does not count as an invalid request.</summary>
    Shared,

    /// <summary>The network before Discord: HTML without any rate-limit header.</summary>
    Network,
}

/// <summary>429 for whatever comes, until so many requests have had it.</summary>
/// <param name="Scope">What it says it is for.</param>
/// <param name="Count">How many requests it still strikes.</param>
/// <param name="Seconds">How long it tells them to wait.</param>
/// <param name="Route">Only requests whose path holds this text; null for all.</param>
public sealed record DiscordStorm(RateLimitScope Scope, int Count = 1, double Seconds = 5, string? Route = null);

/// <summary>The storms to come, one after the other.</summary>
internal sealed class StormPlan
{
    private readonly Lock _lock = new();
    private readonly List<DiscordStorm> _storms = [];

    public IReadOnlyList<DiscordStorm> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _storms];
            }
        }
    }

    public void Add(DiscordStorm storm)
    {
        lock (_lock)
        {
            _storms.Add(storm);
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _storms.Clear();
        }
    }

    public DiscordStorm? Strike(string path)
    {
        lock (_lock)
        {
            var i = _storms.FindIndex(s => s.Route is null || path.Contains(s.Route, StringComparison.OrdinalIgnoreCase));
            if (i < 0)
            {
                return null;
            }

            var storm = _storms[i];
            if (storm.Count > 1)
            {
                _storms[i] = storm with { Count = storm.Count - 1 };
            }
            else
            {
                _storms.RemoveAt(i);
            }

            return storm;
        }
    }
}
