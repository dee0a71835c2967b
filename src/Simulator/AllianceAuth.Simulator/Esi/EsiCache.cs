using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AllianceAuth.Simulator.Esi;

/// <summary>An answer as ESI keeps it.</summary>
internal sealed record CachedAnswer(byte[] Body, string ETag, DateTimeOffset LastModified, DateTimeOffset Expires);

/// <summary>Remembers when each answer was made, when it ends, and who already has it.</summary>
internal sealed class EsiCache
{
    private readonly ConcurrentDictionary<string, CachedAnswer> _answers = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (object Value, DateTimeOffset Until)> _held = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Client, string Resource), DateTimeOffset> _delivered = new();

    /// <summary>The answer in force: the kept one while it lasts and either is still right or has to stay.</summary>
    public CachedAnswer Keep(string resource, byte[] body, bool lag, DateTimeOffset now, DateTimeOffset expires) =>
        _answers.AddOrUpdate(
            resource,
            _ => Fresh(body, now, expires),
            (_, kept) => now < kept.Expires && (lag || kept.Body.AsSpan().SequenceEqual(body)) ? kept : Fresh(body, now, expires));

    /// <summary>Like <see cref="Keep"/> for a part of an answer.</summary>
    public object Hold(string key, TimeSpan life, DateTimeOffset now, Func<object> make) =>
        _held.AddOrUpdate(key, _ => (make(), now + life), (_, held) => now < held.Until ? held : (make(), now + life)).Value;

    /// <returns>True when this client was told to wait and did not.</returns>
    public bool Deliver(string client, string resource, DateTimeOffset now, DateTimeOffset expires)
    {
        var early = _delivered.TryGetValue((client, resource), out var until) && now < until;
        _delivered[(client, resource)] = expires;
        return early;
    }

    public void Reset()
    {
        _answers.Clear();
        _held.Clear();
        _delivered.Clear();
    }

    private static CachedAnswer Fresh(byte[] body, DateTimeOffset now, DateTimeOffset expires) =>
        new(body, $"\"{Convert.ToHexStringLower(SHA256.HashData(body)[..10])}\"", now, expires);
}
