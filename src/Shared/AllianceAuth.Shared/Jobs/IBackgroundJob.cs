namespace AllianceAuth.Shared.Jobs;

/// <summary>
/// Work that happens by itself: on a schedule or because somebody queued it. Anything that calls another machine lives in a job.
/// A job may run twice after a crash, so it looks at what is true now and does only what is missing.
/// </summary>
public interface IBackgroundJob
{
    /// <summary>Does the work. An exception is retried with growing delays, then kept in the history for the admins.</summary>
    /// <param name="run">What to work on, and where to say what was done.</param>
    /// <param name="cancellationToken">Set when the node stops; finish quickly, the job runs again elsewhere.</param>
    Task RunAsync(JobRun run, CancellationToken cancellationToken);
}

/// <summary>One run of a job.</summary>
/// <param name="Argument">What to work on, as it was queued; null for a scheduled run.</param>
/// <param name="Attempt">1 for the first try.</param>
public sealed record JobRun(string? Argument, int Attempt)
{
    /// <summary>One line for the history: what the run found and did.</summary>
    public string? Summary { get; set; }
}

/// <summary>How a job runs.</summary>
/// <param name="Name">Unique and stable, for example <c>eveonline.update-affiliations</c>; shown in history and settings.</param>
public sealed record JobDefinition(string Name)
{
    /// <summary>Quartz cron expression in UTC with seconds, or null for a job that is only queued. <c>Jobs:Schedules:&lt;Name&gt;</c> overrides it; <c>off</c> stops it.</summary>
    public string? Schedule { get; init; }

    /// <summary>0 (first) to 9 (last); AUTH-099. 0 is kept for what must not wait.</summary>
    public int Priority { get; init; } = 5;

    /// <summary>How often a failing run is tried again before it rests in the history.</summary>
    public int Retries { get; init; } = 3;

    /// <summary>Wait before the first retry; doubled for each one after it.</summary>
    public TimeSpan Backoff { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>Queues jobs. A job is queued at most once per name and argument: asking again while it waits changes nothing ("only one at a time per key").</summary>
public interface IJobQueue
{
    /// <summary>Queues one run.</summary>
    /// <param name="argument">What to work on; also the key under which only one run waits or runs at a time.</param>
    /// <param name="priority">0 to 9, or null for the job's own.</param>
    /// <param name="delay">Earliest start from now, or null for at once.</param>
    /// <param name="cancellationToken">Cancels the queueing, not the job.</param>
    Task EnqueueAsync<TJob>(string? argument = null, int? priority = null, TimeSpan? delay = null, CancellationToken cancellationToken = default)
        where TJob : IBackgroundJob;
}
