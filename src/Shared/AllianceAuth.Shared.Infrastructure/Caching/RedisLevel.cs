using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace AllianceAuth.Shared.Infrastructure.Caching;

/// <summary>
/// What the nodes share. Every name an entry stands under has a version in Redis; an entry is stored with the versions from before its load
/// and taken only while all of them are still the same. Removing is giving a new version, and telling the other nodes. Never throws, never hangs:
/// when Redis is away the callers do without, and what was removed meanwhile is removed there before it is believed again.
/// </summary>
internal sealed class RedisLevel : IDisposable
{
    private const string Prefix = "aa:";
    private static readonly RedisChannel Channel = new("aa:removed", RedisChannel.PatternMode.Literal);
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    // Longer than any entry lives. A version that is gone makes its entries unknown, never valid.
    private static readonly TimeSpan VersionLife = TimeSpan.FromDays(2);

    private readonly string _node = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private readonly RemovalBook _book;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, long> _owed = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _disposed = new();
    private readonly ConfigurationOptions _options;
    private readonly TimeSpan _patience;
    private volatile ConnectionMultiplexer? _connection;
    private volatile bool _isUp;
    private int _recovering;
    private long _removals;

    public RedisLevel(RedisSettings settings, RemovalBook book, TimeProvider clock, ILogger logger)
    {
        _book = book;
        _clock = clock;
        _logger = logger;
        _options = ConfigurationOptions.Parse(settings.ConnectionString);
        _patience = TimeSpan.FromSeconds(settings.PatienceSeconds);
        _options.AbortOnConnectFail = false;
        _options.ConnectTimeout = Math.Min(_options.ConnectTimeout, 2000);
        Recover();
    }

    public bool IsUp => _isUp;

    /// <summary>The entry, if its versions still hold, and the versions of now; null versions when Redis is away.</summary>
    public async Task<SharedEntry<T>> ReadAsync<T>(string key, string[] names)
    {
        // While a removal of ours is not said yet, Redis may still hold what was removed.
        var answer = !_owed.IsEmpty ? null : await TryAsync(db => db.StringGetAsync([Prefix + "e:" + CacheEnvelope.Fingerprint<T>() + key, .. names.Select(VersionKey)]));
        if (answer is null)
        {
            return new(false, default, TimeSpan.Zero, null);
        }

        string?[] versions = [.. answer.Skip(1).Select(v => (string?)v)];
        if (answer[0].HasValue && CacheEnvelope.TryOpen<T>(answer[0]!, names, versions, _clock.GetUtcNow(), out var value, out var life))
        {
            return new(true, value, life, null);
        }

        return new(false, default, TimeSpan.Zero, versions.Contains(null) ? await VersionsAsync(names) : versions.OfType<string>().ToArray());
    }

    /// <summary>The versions of now, made where there are none; null when Redis is away.</summary>
    public Task<string[]?> VersionsAsync(string[] names) => TryAsync(async db =>
    {
        var made = names.Select(name => db.StringSetAsync(VersionKey(name), NewVersion(), VersionLife, When.NotExists));
        await Task.WhenAll(made);
        var versions = await db.StringGetAsync([.. names.Select(VersionKey)]);
        return versions.Select(v => (string?)v ?? NewVersion()).ToArray();
    });

    /// <summary>Stores an entry under the versions it was loaded with.</summary>
    public async Task WriteAsync<T>(string key, T value, string[] names, string[]? versions, TimeSpan life)
    {
        if (versions is null)
        {
            return;
        }

        byte[] envelope;
        try
        {
            envelope = CacheEnvelope.Make(value, names, versions, _clock.GetUtcNow() + life);
        }
        catch (NotSupportedException error)
        {
            _logger.LogError(error, "{Type} cannot be written as JSON and is cached on each node by itself.", typeof(T));
            return;
        }

        await TryAsync(async db => await db.StringSetAsync(Prefix + "e:" + CacheEnvelope.Fingerprint<T>() + key, envelope, life) ? this : null);
    }

    /// <summary>Removes on all nodes; what cannot be said now is said as soon as Redis is back.</summary>
    public async Task RemoveAsync(string[] names)
    {
        var removal = Interlocked.Increment(ref _removals);
        foreach (var name in names)
        {
            _owed[name] = removal;
        }

        if (await TryAsync(db => SayAsync(db, names)) is not null)
        {
            Pay(names.Select(name => KeyValuePair.Create(name, removal)));
        }
        else
        {
            Recover();
        }
    }

    public void Dispose()
    {
        _disposed.Cancel();
        _isUp = false;
        _connection?.Dispose();
    }

    /// <summary>Strikes debts out, unless the same name was removed once more meanwhile.</summary>
    private void Pay(IEnumerable<KeyValuePair<string, long>> debts)
    {
        foreach (var debt in debts)
        {
            _owed.TryRemove(debt);
        }
    }

    private static RedisKey VersionKey(string name) => Prefix + "v:" + name;

    private static string NewVersion() => RandomNumberGenerator.GetHexString(16, lowercase: true);

    private async Task<string> SayAsync(IDatabase db, string[] names)
    {
        await Task.WhenAll(names.Select(name => db.StringSetAsync(VersionKey(name), NewVersion(), VersionLife)));
        // After the versions, so that who hears of it and asks again finds the new ones.
        await Task.WhenAll(names.Select(name => db.PublishAsync(Channel, $"{_node}|{name}")));
        return _node;
    }

    private void Hear(RedisValue message)
    {
        var text = ((string?)message ?? "").Split('|', 2);
        if (text.Length == 2 && text[0] != _node)
        {
            if (text[1] == CacheNames.Everything)
            {
                _book.RemoveEverything();
            }
            else
            {
                _book.Remove(text[1]);
            }
        }
    }

    /// <summary>Asks Redis with patience; null when it does not answer.</summary>
    private async Task<T?> TryAsync<T>(Func<IDatabase, Task<T>> ask)
        where T : class?
    {
        if (!_isUp || _connection is not { } connection)
        {
            return null;
        }

        try
        {
            return await ask(connection.GetDatabase()).WaitAsync(_patience);
        }
        catch (Exception error) // Whatever the client throws, a request must not fail for it.
        {
            Lose(error);
            return null;
        }
    }

    private void Lose(Exception? error)
    {
        if (_isUp && !_disposed.IsCancellationRequested)
        {
            _isUp = false;
            _logger.LogWarning(error, "Redis cannot be reached. This node goes on with its own memory and asks again every {Delay}.", TryAgainAfter);
        }

        Recover();
    }

    /// <summary>Starts getting Redis back, unless that is under way.</summary>
    private void Recover()
    {
        if (Interlocked.Exchange(ref _recovering, 1) == 0 && !_disposed.IsCancellationRequested)
        {
            _ = RecoverAsync();
        }
    }

    private async Task RecoverAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var told = false;
        while (!_disposed.IsCancellationRequested)
        {
            try
            {
                await ComeBackAsync();
                Interlocked.Exchange(ref _recovering, 0);
                if (!_owed.IsEmpty)
                {
                    Recover();
                }

                return;
            }
            catch (Exception error)
            {
                if (!told)
                {
                    told = true;
                    _logger.LogDebug(error, "Redis is not back yet.");
                }

                await Task.Delay(TryAgainAfter, _disposed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ComeBackAsync()
    {
        var connection = _connection ?? await ConnectAsync();
        var db = connection.GetDatabase();
        await db.PingAsync().WaitAsync(_patience);
        var owed = _owed.ToArray();
        await SayAsync(db, [.. owed.Select(debt => debt.Key)]).WaitAsync(_patience);
        Pay(owed);

        // Messages of others that came meanwhile are lost; whatever is in memory may be old.
        _book.RemoveEverything();
        _isUp = true;
        _logger.LogInformation("Redis can be reached.");
    }

    private async Task<ConnectionMultiplexer> ConnectAsync()
    {
        var connection = await ConnectionMultiplexer.ConnectAsync(_options);
        try
        {
            await connection.GetSubscriber().SubscribeAsync(Channel, (_, message) => Hear(message)).WaitAsync(_patience);
        }
        catch (Exception)
        {
            connection.Dispose();
            throw;
        }

        connection.ConnectionFailed += (_, failed) => Lose(failed.Exception);
        // The subscription's own connection may have been away while the other stood.
        connection.ConnectionRestored += (_, _) => _book.RemoveEverything();
        return _connection = connection;
    }
}

/// <summary>An answer of the shared level.</summary>
/// <param name="Found">Whether there is an entry that holds.</param>
/// <param name="Value">Its value.</param>
/// <param name="Life">How long it still lives.</param>
/// <param name="Versions">When not found: the versions to store a new one under, or null when Redis is away.</param>
internal sealed record SharedEntry<T>(bool Found, T? Value, TimeSpan Life, string[]? Versions);
