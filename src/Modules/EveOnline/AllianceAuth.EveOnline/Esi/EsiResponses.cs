using System.Collections.Concurrent;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Esi;

/// <summary>The shared store of GET answers.</summary>
internal sealed class EsiResponses(EveOnlineDb db, TimeProvider clock)
{
    private static readonly TimeSpan AskFor = TimeSpan.FromSeconds(60);

    public Task<EsiResponse?> FindAsync(string key, CancellationToken cancellationToken) =>
        db.EsiResponses.AsNoTracking().SingleOrDefaultAsync(r => r.Key == key, cancellationToken);

    /// <summary>Claims the right to ask for a key: one node asks, and only once the last answer has expired.</summary>
    public async Task<bool> ClaimAsync(string key, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var until = now + AskFor;
        return await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO eveonline.esi_responses AS r (key, status, expires_at, fetched_at, asking_until)
            VALUES ({key}, 0, {now}, {now}, {until})
            ON CONFLICT (key) DO UPDATE SET asking_until = excluded.asking_until
            WHERE r.expires_at <= {now} AND (r.asking_until IS NULL OR r.asking_until <= {now})
            """,
            cancellationToken) == 1;
    }

    /// <summary>Ends a claim that brought nothing.</summary>
    public Task ReleaseAsync(string key, CancellationToken cancellationToken) =>
        db.EsiResponses.Where(r => r.Key == key).ExecuteUpdateAsync(r => r.SetProperty(x => x.AskingUntil, (DateTimeOffset?)null), cancellationToken);

    public Task StoreAsync(string key, int status, string? body, string? etag, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return db.EsiResponses.Where(r => r.Key == key).ExecuteUpdateAsync(
            r => r.SetProperty(x => x.Status, status)
                .SetProperty(x => x.Body, body)
                .SetProperty(x => x.ETag, etag)
                .SetProperty(x => x.ExpiresAt, expiresAt)
                .SetProperty(x => x.FetchedAt, now)
                .SetProperty(x => x.AskingUntil, (DateTimeOffset?)null),
            cancellationToken);
    }

    /// <summary>Notes that the stored answer still holds (304).</summary>
    public Task ConfirmAsync(string key, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return db.EsiResponses.Where(r => r.Key == key).ExecuteUpdateAsync(
            r => r.SetProperty(x => x.ExpiresAt, expiresAt)
                .SetProperty(x => x.FetchedAt, now)
                .SetProperty(x => x.AskingUntil, (DateTimeOffset?)null),
            cancellationToken);
    }
}

/// <summary>Lets one call per key through at a time on this node, and as many as the settings allow in all.</summary>
internal sealed class EsiQueue(int concurrency) : IDisposable
{
    private readonly SemaphoreSlim _slots = new(concurrency);
    private readonly ConcurrentDictionary<string, Line> _lines = new(StringComparer.Ordinal);

    public void Dispose() => _slots.Dispose();

    public async Task<IDisposable> EnterSlotAsync(CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken);
        return new Leave(() => _slots.Release());
    }

    public async Task<IDisposable> EnterLineAsync(string key, CancellationToken cancellationToken)
    {
        Line line;
        lock (_lines)
        {
            line = _lines.GetOrAdd(key, _ => new Line());
            line.Waiting++;
        }

        try
        {
            await line.Turn.WaitAsync(cancellationToken);
        }
        catch
        {
            LeaveLine(key, line, hadTurn: false);
            throw;
        }

        return new Leave(() => LeaveLine(key, line, hadTurn: true));
    }

    private void LeaveLine(string key, Line line, bool hadTurn)
    {
        lock (_lines)
        {
            if (--line.Waiting == 0)
            {
                _lines.TryRemove(key, out _);
            }
        }

        if (hadTurn)
        {
            line.Turn.Release();
        }
    }

    private sealed class Line
    {
        public SemaphoreSlim Turn { get; } = new(1, 1);

        public int Waiting { get; set; }
    }

    private sealed class Leave(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
