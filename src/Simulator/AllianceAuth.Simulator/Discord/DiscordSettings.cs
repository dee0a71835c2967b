using System.Collections.Immutable;

namespace AllianceAuth.Simulator.Discord;

/// <summary>So many requests in so many seconds, counted from the first one.</summary>
/// <param name="Requests">At least 1.</param>
/// <param name="Seconds">Length of the window.</param>
public sealed record BucketLimit(int Requests, double Seconds);

/// <summary>The switches and figures of the simulated Discord. A reset brings these values back.</summary>
public sealed record DiscordSettings
{
    /// <summary>Name of the bucket of new roles. Its window is two days long, so it is set by <see cref="RoleCreations"/> alone.</summary>
    internal const string NewRoles = "role-create";

    /// <summary>What the real one is known to allow; it publishes no figures, and a client must read the headers.</summary>
    public static ImmutableSortedDictionary<string, BucketLimit> UsualBuckets { get; } = new Dictionary<string, BucketLimit>
    {
        ["me"] = new(10, 10),
        ["guild"] = new(10, 10),
        ["role-list"] = new(10, 10),
        ["role-write"] = new(5, 5),
        ["member-read"] = new(5, 1),
        ["member-list"] = new(10, 10),
        ["member-join"] = new(10, 10),
        ["member-modify"] = new(10, 10),
        ["member-kick"] = new(5, 1),
        ["member-role"] = new(10, 10),
        ["ban-read"] = new(5, 1),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    /// <summary>By name of bucket.</summary>
    public ImmutableSortedDictionary<string, BucketLimit> Buckets { get; init; } = UsualBuckets;

    /// <summary>Requests per second of one bot over all routes.</summary>
    public int GlobalPerSecond { get; init; } = 50;

    /// <summary>Replies of 401, 403 and 429 in ten minutes, after which the address is shut out.</summary>
    public int InvalidRequests { get; init; } = 10_000;

    /// <summary>Roles that may be created in 48 hours. The headers of that route tell of it.</summary>
    public int RoleCreations { get; init; } = 250;

    /// <summary>Life of a user's access token in seconds.</summary>
    public int AccessTokenSeconds { get; init; } = 604_800;

    /// <summary>Whether a call without <c>User-Agent: DiscordBot (url, version)</c> is turned away with code 40333.</summary>
    public bool StrictUserAgent { get; init; }

    /// <summary>Whether the bot may list members: a privileged intent in the real one.</summary>
    public bool MembersIntent { get; init; } = true;

    /// <summary>Whether new members have rules to accept first (<c>pending</c>).</summary>
    public bool Screening { get; init; }

    internal BucketLimit Limit(string bucket) => bucket == NewRoles ? new(RoleCreations, DiscordLimits.RoleWindow.TotalSeconds) : Buckets.GetValueOrDefault(bucket) ?? UsualBuckets[bucket];
}
