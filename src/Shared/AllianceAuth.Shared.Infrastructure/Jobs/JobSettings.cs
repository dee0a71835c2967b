using System.ComponentModel.DataAnnotations;

namespace AllianceAuth.Shared.Infrastructure.Jobs;

/// <summary>How jobs run. Section <c>Jobs</c>.</summary>
public sealed class JobSettings
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Jobs";

    /// <summary>Cron expressions by job name (UTC, with seconds) that replace the job's own; <c>off</c> stops a job's schedule, and under the name <c>*</c> that of every job not named.</summary>
    public IDictionary<string, string> Schedules { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Jobs one node runs at the same time.</summary>
    [Range(1, 100)]
    public int Concurrency { get; set; } = 8;

    /// <summary>Days the history of runs is kept.</summary>
    [Range(1, 3650)]
    public int HistoryDays { get; set; } = 14;

    /// <summary>Seconds without a sign of life after which a node is taken for dead and its jobs run elsewhere.</summary>
    [Range(5, 3600)]
    public int LeaseSeconds { get; set; } = 45;
}

/// <summary>What this process is for. Section <c>Node</c>.</summary>
public sealed class NodeSettings
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Node";

    /// <summary>What this process does.</summary>
    public NodeRole Role { get; set; } = NodeRole.All;
}

/// <summary>What a process does.</summary>
public enum NodeRole
{
    /// <summary>Serves pages and runs jobs.</summary>
    All,

    /// <summary>Serves pages; queues jobs but runs none.</summary>
    Web,

    /// <summary>Runs jobs.</summary>
    Worker,
}
