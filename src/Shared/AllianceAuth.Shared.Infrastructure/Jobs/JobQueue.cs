using AllianceAuth.Shared.Infrastructure.Platform;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Infrastructure.Jobs;

/// <summary>Writes to the queue table. A row per key: what is asked for twice waits once.</summary>
internal sealed class JobQueue(IServiceScopeFactory scopes, JobCatalog catalog, JobSignal signal, TimeProvider clock) : IJobQueue
{
    public const int LongestArgument = 200;

    public async Task EnqueueAsync<TJob>(string? argument = null, int? priority = null, TimeSpan? delay = null, CancellationToken cancellationToken = default)
        where TJob : IBackgroundJob =>
        await EnqueueAsync(catalog.Of(typeof(TJob)).Definition, argument, priority, delay, cancellationToken);

    public async Task<bool> EnqueueByNameAsync(string name, CancellationToken cancellationToken)
    {
        if (catalog.Find(name) is not { } registration)
        {
            return false;
        }

        await EnqueueAsync(registration.Definition, argument: null, priority: 1, delay: null, cancellationToken);
        return true;
    }

    /// <summary>Queues a job whose time has come. A name that no job of this version bears is left over from another and does nothing.</summary>
    internal async Task EnqueueScheduledAsync(string name, CancellationToken cancellationToken)
    {
        if (catalog.Find(name) is { } registration)
        {
            await EnqueueAsync(registration.Definition, argument: null, priority: null, delay: null, cancellationToken);
        }
    }

    /// <summary>Queues within the caller's transaction. The caller wakes the workers after its commit.</summary>
    internal async Task EnqueueAsync(PlatformDb db, JobDefinition job, string? argument, int? priority, TimeSpan? delay, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(argument?.Length ?? 0, LongestArgument, nameof(argument));
        var now = clock.GetUtcNow();
        var due = now + (delay ?? TimeSpan.Zero);
        var urgency = (short)Math.Clamp(priority ?? job.Priority, 0, 9);

        // Waiting: the earlier and the more urgent of the two counts, but a retry keeps its pause.
        // Running: it runs once more afterwards, because it may have looked before the reason for asking arose.
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO platform.job_queue AS q (id, name, argument, priority, due_at, queued_at, attempt)
            VALUES ({Guid.CreateVersion7()}, {job.Name}, {argument ?? ""}, {urgency}, {due}, {now}, 0)
            ON CONFLICT (name, argument) DO UPDATE SET
                priority = CASE WHEN q.run_id IS NULL THEN least(q.priority, excluded.priority) ELSE q.priority END,
                due_at = CASE WHEN q.run_id IS NULL AND q.attempt = 0 THEN least(q.due_at, excluded.due_at) ELSE q.due_at END,
                again_at = CASE WHEN q.run_id IS NULL THEN NULL ELSE least(q.again_at, excluded.due_at) END,
                again_priority = CASE WHEN q.run_id IS NULL THEN NULL ELSE least(q.again_priority, excluded.priority) END
            """,
            cancellationToken);
    }

    private async Task EnqueueAsync(JobDefinition job, string? argument, int? priority, TimeSpan? delay, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await EnqueueAsync(scope.ServiceProvider.GetRequiredService<PlatformDb>(), job, argument, priority, delay, cancellationToken);
        signal.Wake();
    }
}
