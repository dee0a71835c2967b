using System.ComponentModel.DataAnnotations;

namespace AllianceAuth.Shared.Infrastructure.Caching;

/// <summary>What is kept in memory. Section <c>Cache</c>.</summary>
public sealed class CacheSettings
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Cache";

    /// <summary>Entries one node keeps in memory at most; the least used go first.</summary>
    [Range(100, 10_000_000)]
    public int MaxEntries { get; set; } = 50_000;

    /// <summary>Seconds an entry lives that names no time of its own.</summary>
    [Range(1, 86_400)]
    public int DefaultSeconds { get; set; } = 300;

    /// <summary>
    /// With Redis: seconds an entry stays in memory before the node asks Redis whether it still holds. Bounds how long a node that missed a
    /// message shows what was removed elsewhere.
    /// </summary>
    [Range(1, 3600)]
    public int RecheckSeconds { get; set; } = 30;
}

/// <summary>The cache that nodes share. Section <c>Redis</c>.</summary>
public sealed class RedisSettings
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Redis";

    /// <summary>For example <c>redis:6379,password=…</c>; empty when there is only one node.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Seconds that anything waits for an answer of Redis before it goes on without.</summary>
    [Range(0.1, 60)]
    public double PatienceSeconds { get; set; } = 1;
}
