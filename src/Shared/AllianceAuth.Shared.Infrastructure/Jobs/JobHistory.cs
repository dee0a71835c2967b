using AllianceAuth.Shared.Infrastructure.Platform;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Shared.Infrastructure.Jobs;

/// <summary>What runs, waits and ran; for the admins' pages and the task counter.</summary>
public sealed class JobHistory(PlatformDb db, TimeProvider clock)
{
    /// <summary>How many jobs run and how many wait for a free worker on all nodes. AUTH-095.</summary>
    public async Task<JobCounts> CountsAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var counts = await db.Queue
            .GroupBy(_ => 1)
            .Select(all => new JobCounts(all.Count(j => j.RunId != null), all.Count(j => j.RunId == null && j.DueAt <= now)))
            .SingleOrDefaultAsync(cancellationToken);
        return counts ?? new JobCounts(0, 0);
    }

    /// <summary>How many runs failed for good lately.</summary>
    /// <param name="span">How far back.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public Task<int> FailedSinceAsync(TimeSpan span, CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow() - span;
        return db.History.CountAsync(e => e.StartedAt >= since && e.Outcome == JobOutcome.Failed, cancellationToken);
    }

    /// <summary>The last run of each job that ever ran. One statement.</summary>
    public async Task<IReadOnlyDictionary<string, JobHistoryEntry>> LastRunsAsync(CancellationToken cancellationToken)
    {
        // By name along the index, so that a long history costs no more than a short one.
        var last = await db.History.AsNoTracking()
            .Select(e => e.Name).Distinct()
            .SelectMany(name => db.History.Where(e => e.Name == name).OrderByDescending(e => e.StartedAt).Take(1))
            .ToListAsync(cancellationToken);
        return last.ToDictionary(e => e.Name, StringComparer.Ordinal);
    }

    /// <summary>Runs, newest first.</summary>
    /// <param name="name">Only this job's, or null.</param>
    /// <param name="outcome">Only these, or null.</param>
    /// <param name="before">Only runs before this one (the last of the page before), or null for the first page.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<JobHistoryEntry>> ListAsync(string? name, JobOutcome? outcome, Guid? before, int count, CancellationToken cancellationToken)
    {
        var runs = db.History.AsNoTracking();
        if (name is not null)
        {
            runs = runs.Where(e => e.Name == name);
        }

        if (outcome is not null)
        {
            runs = runs.Where(e => e.Outcome == outcome);
        }

        if (before is { } last)
        {
            runs = runs.Where(e => e.Id < last);
        }

        return await runs.OrderByDescending(e => e.Id).Take(count).ToListAsync(cancellationToken);
    }

    /// <summary>What waits, in the order it will run.</summary>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<WaitingJob>> ListWaitingAsync(int count, CancellationToken cancellationToken) =>
        await db.Queue
            .Where(j => j.RunId == null)
            .OrderBy(j => j.Priority).ThenBy(j => j.DueAt).ThenBy(j => j.Id)
            .Take(count)
            .Select(j => new WaitingJob(j.Name, j.Argument, j.Priority, j.DueAt, j.Attempt))
            .ToListAsync(cancellationToken);
}

/// <summary>The task counter.</summary>
/// <param name="Running">Jobs that run now, on all nodes.</param>
/// <param name="Queued">Jobs that are due and wait.</param>
public sealed record JobCounts(int Running, int Queued);

/// <summary>A job that waits.</summary>
/// <param name="Name">The job's name.</param>
/// <param name="Argument">What it will work on, or empty.</param>
/// <param name="Priority">0 is first.</param>
/// <param name="DueAt">UTC; not run before.</param>
/// <param name="FailedAttempts">Tries that failed before.</param>
public sealed record WaitingJob(string Name, string Argument, int Priority, DateTimeOffset DueAt, int FailedAttempts);
