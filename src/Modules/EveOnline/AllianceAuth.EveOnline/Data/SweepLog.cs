using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Data;

/// <summary>Remembers how the updates went, for the age of what we know and for the admins.</summary>
internal sealed class SweepLog(EveOnlineDb db)
{
    public Task NoteAsync(string name, DateTimeOffset startedAt, SweepResult result, CancellationToken cancellationToken)
    {
        // Only a run that was answered for everything makes what we know fresher.
        DateTimeOffset? confirmedAt = result.Unanswered == 0 ? startedAt : null;
        var error = result.Error is { Length: > 500 } ? result.Error[..500] : result.Error;
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO eveonline.sweeps AS s (name, confirmed_at, last_run_at, looked, changed, unanswered, error)
            VALUES ({name}, {confirmedAt}, {startedAt}, {result.Looked}, {result.Changed}, {result.Unanswered}, {error})
            ON CONFLICT (name) DO UPDATE SET
                confirmed_at = coalesce(excluded.confirmed_at, s.confirmed_at), last_run_at = excluded.last_run_at,
                looked = excluded.looked, changed = excluded.changed, unanswered = excluded.unanswered, error = excluded.error
            """,
            cancellationToken);
    }
}

/// <param name="Looked">How many were looked at.</param>
/// <param name="Changed">How many came out different.</param>
/// <param name="Unanswered">For how many EVE gave no answer.</param>
/// <param name="Error">Why not, in English.</param>
internal sealed record SweepResult(int Looked, int Changed, int Unanswered, string? Error);
