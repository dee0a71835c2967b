using AllianceAuth.Analytics.Data;
using AllianceAuth.Analytics.Domain;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Analytics.Sending;

/// <summary>Notes events for every receiver that may have them, and queues a job for each. ANA-006, ANA-015.</summary>
internal sealed class UsageQueue(AnalyticsDb db, IJobQueue jobs, TimeProvider clock)
{
    /// <param name="occasion">What they are sent for; the same event goes out once for it, however often this is asked.</param>
    /// <param name="usages">What is told.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>How many were queued.</returns>
    public async Task<int> AddAsync(string occasion, IReadOnlyList<UsageEvent> usages, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        foreach (var token in await db.Tokens.AsNoTracking().OrderBy(t => t.Id).ToListAsync(cancellationToken))
        {
            foreach (var usage in usages.Where(token.Allows))
            {
                await NoteAsync(new SentEvent(token.Id, occasion, usage, now), cancellationToken);
            }
        }

        var waiting = await db.Events.Where(e => e.Occasion == occasion && e.BegunAt == null).Select(e => e.Id).ToListAsync(cancellationToken);
        foreach (var id in waiting)
        {
            await jobs.EnqueueAsync<SendEventJob>(id.ToString(), cancellationToken: cancellationToken);
        }

        return waiting.Count;
    }

    private Task NoteAsync(SentEvent sent, CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO analytics.events (id, token_id, occasion, kind, namespace, task, label, value, result, created_at, address, body, answer)
        VALUES ({sent.Id}, {sent.TokenId}, {sent.Occasion}, {(int)sent.Kind}, {sent.Namespace}, {sent.Task}, {sent.Label}, {sent.Value}, {sent.Result}, {sent.CreatedAt}, '', '', '')
        ON CONFLICT DO NOTHING
        """,
        cancellationToken);
}
