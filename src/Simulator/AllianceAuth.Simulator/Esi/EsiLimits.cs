using System.Globalization;

namespace AllianceAuth.Simulator.Esi;

/// <summary>The old scheme: 100 errors per address and minute, then 420 on every route.</summary>
internal sealed class ErrorLimit(TimeProvider clock)
{
    private const int Budget = 100;
    private const int WindowSeconds = 60;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long Window, int Errors)> _errors = new(StringComparer.Ordinal);

    public bool IsSpent(string address) => Remaining(address) <= 0;

    public void Count(string address)
    {
        lock (_lock)
        {
            _errors[address] = (Window, Spent(address) + 1);
        }
    }

    public void WriteTo(IHeaderDictionary headers, string address)
    {
        headers["X-Esi-Error-Limit-Remain"] = Remaining(address).ToString(CultureInfo.InvariantCulture);
        headers["X-Esi-Error-Limit-Reset"] = (WindowSeconds - (clock.GetUtcNow().ToUnixTimeSeconds() % WindowSeconds)).ToString(CultureInfo.InvariantCulture);
    }

    public void Reset()
    {
        lock (_lock)
        {
            _errors.Clear();
        }
    }

    private long Window => clock.GetUtcNow().ToUnixTimeSeconds() / WindowSeconds;

    private int Remaining(string address)
    {
        lock (_lock)
        {
            return Math.Max(0, Budget - Spent(address));
        }
    }

    private int Spent(string address) => _errors.TryGetValue(address, out var spent) && spent.Window == Window ? spent.Errors : 0;
}

/// <summary>The new scheme: a bucket of tokens per group and caller; each token comes back 15 minutes after it was spent.</summary>
internal sealed class RateLimit(TimeProvider clock)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Group, string Caller), Queue<(DateTimeOffset At, int Cost)>> _buckets = [];

    /// <returns>Seconds to wait, or null when there are tokens left.</returns>
    public int? Wait(RateGroup group, string caller)
    {
        lock (_lock)
        {
            var bucket = Bucket(group, caller);
            var spent = bucket.Sum(s => s.Cost);
            if (spent < group.Tokens)
            {
                return null;
            }

            // The first token that brings the sum under the line.
            foreach (var (at, cost) in bucket)
            {
                spent -= cost;
                if (spent < group.Tokens)
                {
                    return Math.Max(1, (int)Math.Ceiling((at + Window - clock.GetUtcNow()).TotalSeconds));
                }
            }

            return (int)Window.TotalSeconds;
        }
    }

    public void Spend(RateGroup group, string caller, int status)
    {
        var cost = status switch { 429 => 0, >= 500 => 0, >= 400 => 5, >= 300 => 1, _ => 2 };
        if (cost > 0)
        {
            lock (_lock)
            {
                Bucket(group, caller).Enqueue((clock.GetUtcNow(), cost));
            }
        }
    }

    public void WriteTo(IHeaderDictionary headers, RateGroup group, string caller)
    {
        lock (_lock)
        {
            var spent = Bucket(group, caller).Sum(s => s.Cost);
            headers["X-Ratelimit-Group"] = group.Name;
            headers["X-Ratelimit-Limit"] = FormattableString.Invariant($"{group.Tokens}/15m");
            headers["X-Ratelimit-Remaining"] = Math.Max(0, group.Tokens - spent).ToString(CultureInfo.InvariantCulture);
            headers["X-Ratelimit-Used"] = spent.ToString(CultureInfo.InvariantCulture);
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _buckets.Clear();
        }
    }

    private Queue<(DateTimeOffset At, int Cost)> Bucket(RateGroup group, string caller)
    {
        if (!_buckets.TryGetValue((group.Name, caller), out var bucket))
        {
            _buckets[(group.Name, caller)] = bucket = new();
        }

        while (bucket.TryPeek(out var oldest) && oldest.At + Window <= clock.GetUtcNow())
        {
            bucket.Dequeue();
        }

        return bucket;
    }
}
