using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using AllianceAuth.Shared.Infrastructure.Live;
using AllianceAuth.Shared.Infrastructure.Platform;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Infrastructure.Caching;

/// <summary>
/// The cache of the site: this node's memory, and behind it a Redis that the nodes share, where one is set. One load per key at a time;
/// removals by key or tag take effect at once here and by message on the other nodes: over Redis, or over the database where there is none.
/// Cached instances are shared by everybody who asks, so they must be immutable.
/// </summary>
public sealed class TwoLevelCache : HybridCache, IDisposable
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromDays(1);

    // While Redis is away, removals on other nodes do not reach us: believe our memory only for moments.
    private static readonly TimeSpan LifeWhileRedisIsAway = TimeSpan.FromSeconds(5);

    private readonly MemoryCache _memory;
    private readonly ConcurrentDictionary<string, Flight> _flights = new(StringComparer.Ordinal);
    private readonly RemovalBook _book;
    private readonly RedisLevel? _redis;
    private readonly NodesLevel? _nodes;
    private readonly CacheSettings _settings;
    private readonly TimeProvider _clock;
    private readonly Meter _meter = new(Telemetry.Cache);
    private readonly Counter<long> _hits;
    private readonly Counter<long> _loads;

    /// <summary>Makes the cache and, where Redis is set, begins to connect to it.</summary>
    public TwoLevelCache(IOptions<CacheSettings> settings, IOptions<RedisSettings> redis, TimeProvider clock, ILogger<TwoLevelCache> logger)
        : this(settings, redis, clock, logger, channel: null)
    {
    }

    internal TwoLevelCache(IOptions<CacheSettings> settings, IOptions<RedisSettings> redis, TimeProvider clock, ILogger<TwoLevelCache> logger, NodeChannel? channel)
    {
        _settings = settings.Value;
        _clock = clock;
        _memory = new MemoryCache(new MemoryCacheOptions { SizeLimit = _settings.MaxEntries });
        _book = new RemovalBook(clock, LongestLife);
        _hits = _meter.CreateCounter<long>("allianceauth.cache.hits");
        _loads = _meter.CreateCounter<long>("allianceauth.cache.loads");
        if (redis.Value.ConnectionString.Length > 0)
        {
            _redis = new RedisLevel(redis.Value, _book, clock, logger);
        }
        else if (channel is not null)
        {
            _nodes = new NodesLevel(channel, _book, logger);
        }
    }

    /// <summary>Whether the shared level can be used now; null when there is none. For the operator's check.</summary>
    public bool? IsRedisUp => _redis?.IsUp;

    /// <inheritdoc />
    public override async ValueTask<T> GetOrCreateAsync<TState, T>(
        string key,
        TState state,
        Func<TState, CancellationToken, ValueTask<T>> factory,
        HybridCacheEntryOptions? options = null,
        IEnumerable<string>? tags = null,
        CancellationToken cancellationToken = default)
    {
        string[]? names = null;
        while (true)
        {
            if (!Has(options, HybridCacheEntryFlags.DisableLocalCacheRead) && TryGetLocal<T>(key, out var known))
            {
                _hits.Add(1);
                return known;
            }

            names ??= CacheNames.Of(key, tags);
            var mine = new Flight(_book.Next(), names);
            var flight = _flights.GetOrAdd(key, mine);
            if (flight == mine)
            {
                return await FlyAsync(key, mine, state, factory, options, cancellationToken);
            }

            if (!_book.Holds(flight.Stamp, flight.Names) || !_book.Holds(flight.Stamp, names))
            {
                // It set out before a removal and may bring back what was removed. Whoever asks now needs a load of their own.
                _flights.TryRemove(new(key, flight));
                continue;
            }

            try
            {
                if (await flight.Landed.WaitAsync(cancellationToken) is Box<T> shared)
                {
                    return shared.Value;
                }

                return await LoadAsync(key, mine, state, factory, options, cancellationToken);
            }
            catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException && !cancellationToken.IsCancellationRequested)
            {
                // The one who loaded for us went away (request aborted, scope disposed). That is not our failure: try again.
            }
        }
    }

    /// <inheritdoc />
    public override async ValueTask SetAsync<T>(string key, T value, HybridCacheEntryOptions? options = null, IEnumerable<string>? tags = null, CancellationToken cancellationToken = default)
    {
        var names = CacheNames.Of(key, tags);
        await RemoveNamesAsync([CacheNames.OfKey(key)]);
        var stamp = _book.Next();
        var life = LifeOf(options);
        KeepLocal(key, value, stamp, names, life, options);
        if (_redis is not null && !Has(options, HybridCacheEntryFlags.DisableDistributedCacheWrite))
        {
            await _redis.WriteAsync(key, value, names, await _redis.VersionsAsync(names), life);
        }
    }

    /// <inheritdoc />
    public override async ValueTask RemoveAsync(string key, CancellationToken cancellationToken = default) =>
        await RemoveNamesAsync([CacheNames.OfKey(key)]);

    /// <inheritdoc />
    public override async ValueTask RemoveAsync(IEnumerable<string> keys, CancellationToken cancellationToken = default) =>
        await RemoveNamesAsync([.. keys.Select(CacheNames.OfKey)]);

    /// <inheritdoc />
    public override async ValueTask RemoveByTagAsync(string tag, CancellationToken cancellationToken = default) =>
        await RemoveNamesAsync([CacheNames.OfTag(tag)]);

    /// <inheritdoc />
    public override async ValueTask RemoveByTagAsync(IEnumerable<string> tags, CancellationToken cancellationToken = default) =>
        await RemoveNamesAsync([.. tags.Select(CacheNames.OfTag)]);

    /// <inheritdoc />
    public void Dispose()
    {
        _redis?.Dispose();
        _nodes?.Dispose();
        _memory.Dispose();
        _meter.Dispose();
    }

    /// <summary>Not cancellable: a removal that half happened would leave somebody with access they lost.</summary>
    private async Task RemoveNamesAsync(string[] names)
    {
        RemoveLocal(names);
        if (_redis is not null)
        {
            await _redis.RemoveAsync(names);
            // A load that began in between may have read the shared level just before it changed.
            RemoveLocal(names);
        }
        else if (_nodes is not null)
        {
            await _nodes.RemoveAsync(names);
        }
    }

    private void RemoveLocal(string[] names)
    {
        foreach (var name in names)
        {
            if (name == CacheNames.Everything)
            {
                _book.RemoveEverything();
            }
            else
            {
                _book.Remove(name);
            }
        }
    }

    private async ValueTask<T> FlyAsync<TState, T>(string key, Flight mine, TState state, Func<TState, CancellationToken, ValueTask<T>> factory, HybridCacheEntryOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            var value = await LoadAsync(key, mine, state, factory, options, cancellationToken);
            mine.Land(new Box<T>(value));
            return value;
        }
        catch (Exception error)
        {
            mine.Crash(error);
            throw;
        }
        finally
        {
            _flights.TryRemove(new(key, mine));
        }
    }

    private async ValueTask<T> LoadAsync<TState, T>(string key, Flight flight, TState state, Func<TState, CancellationToken, ValueTask<T>> factory, HybridCacheEntryOptions? options, CancellationToken cancellationToken)
    {
        string[]? versions = null;
        if (_redis is not null)
        {
            var shared = await _redis.ReadAsync<T>(key, flight.Names);
            if (shared.Found && !Has(options, HybridCacheEntryFlags.DisableDistributedCacheRead))
            {
                _hits.Add(1);
                KeepLocal(key, shared.Value!, flight.Stamp, flight.Names, shared.Life, options);
                return shared.Value!;
            }

            versions = shared.Versions;
        }

        if (Has(options, HybridCacheEntryFlags.DisableUnderlyingData))
        {
            return default!;
        }

        _loads.Add(1);
        var value = await factory(state, cancellationToken);
        var life = LifeOf(options);
        KeepLocal(key, value, flight.Stamp, flight.Names, life, options);
        if (_redis is not null && !Has(options, HybridCacheEntryFlags.DisableDistributedCacheWrite))
        {
            // Under the versions from before the load: if one has changed since, nobody will take this value.
            await _redis.WriteAsync(key, value, flight.Names, versions, life);
        }

        return value;
    }

    private bool TryGetLocal<T>(string key, out T value)
    {
        if (_memory.TryGetValue(key, out var found) && found is Entry<T> entry && _clock.GetUtcNow() < entry.Until && _book.Holds(entry.Stamp, entry.Names))
        {
            value = entry.Value;
            return true;
        }

        value = default!;
        return false;
    }

    private void KeepLocal<T>(string key, T value, long stamp, string[] names, TimeSpan life, HybridCacheEntryOptions? options)
    {
        if (Has(options, HybridCacheEntryFlags.DisableLocalCacheWrite) || !_book.Holds(stamp, names))
        {
            return;
        }

        var local = options?.LocalCacheExpiration is { } own && own < life ? own : life;
        if (_redis is not null)
        {
            var believed = _redis.IsUp ? TimeSpan.FromSeconds(_settings.RecheckSeconds) : LifeWhileRedisIsAway;
            local = local < believed ? local : believed;
        }
        else if (_nodes?.Believed is { } moments && moments < local)
        {
            local = moments;
        }

        _memory.Set(key, new Entry<T>(value, stamp, names, _clock.GetUtcNow() + local), new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = local });
    }

    private TimeSpan LifeOf(HybridCacheEntryOptions? options)
    {
        var life = options?.Expiration ?? TimeSpan.FromSeconds(_settings.DefaultSeconds);
        return life < LongestLife ? life : LongestLife;
    }

    private static bool Has(HybridCacheEntryOptions? options, HybridCacheEntryFlags flag) => ((options?.Flags ?? HybridCacheEntryFlags.None) & flag) == flag;

    private sealed record Entry<T>(T Value, long Stamp, string[] Names, DateTimeOffset Until);

    private sealed record Box<T>(T Value);

    /// <summary>A load on its way, and those who wait for it.</summary>
    private sealed class Flight(long stamp, string[] names)
    {
        private readonly TaskCompletionSource<object> _landed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public long Stamp => stamp;

        public string[] Names => names;

        public Task<object> Landed => _landed.Task;

        public void Land(object box) => _landed.SetResult(box);

        public void Crash(Exception error)
        {
            _landed.SetException(error);
            // Perhaps nobody waits; then nobody else would look at it.
            _ = _landed.Task.Exception;
        }
    }
}
