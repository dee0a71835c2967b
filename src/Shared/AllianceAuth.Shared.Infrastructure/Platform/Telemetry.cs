using System.Diagnostics;

namespace AllianceAuth.Shared.Infrastructure.Platform;

/// <summary>Names of our meters and activity sources, for whoever exports them.</summary>
public static class Telemetry
{
    /// <summary>Durations and outcomes of jobs; an activity for each run.</summary>
    public const string Jobs = "AllianceAuth.Jobs";

    /// <summary>Hits and loads of the cache.</summary>
    public const string Cache = "AllianceAuth.Cache";

    /// <summary>SQL commands.</summary>
    public const string Sql = "AllianceAuth.Sql";

    internal static readonly ActivitySource JobSource = new(Jobs);
}
