using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Esi;

/// <summary>
/// Counts what ESI's limits still allow, for all nodes together: before a call the worst it may cost is reserved in one atomic statement,
/// after it the reservation is replaced by what ESI's headers say.
/// </summary>
internal sealed class EsiBudgets(EveOnlineDb db, TimeProvider clock)
{
    private const int ErrorsPerWindow = 100;
    private const int ErrorWindowSeconds = 60;
    private const int GroupWindowSeconds = 900;

    // A 4xx costs five tokens, a good answer two.
    private const int WorstGroupCost = 5;

    /// <summary>Server errors in a row before work that nobody waits for rests.</summary>
    private const int FailuresBeforePause = 3;

    /// <summary>Part of a bucket that is left untouched, in percent: calls under way and other programs at the same address need some.</summary>
    private static int FloorPercent(EsiImportance importance) => importance switch
    {
        EsiImportance.Person => 10,
        EsiImportance.Access => 20,
        _ => 40,
    };

    public static string KeyOf(EsiRoute route, long? character) => route.Group is null ? EsiBudget.Errors : $"{route.Group}:{character?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "site"}";

    /// <summary>Takes the right to one call.</summary>
    /// <returns>Null when the call may be made, else what stands against it.</returns>
    public async Task<EsiTrouble?> ReserveAsync(EsiRoute route, string key, EsiImportance importance, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var isGroup = route.Group is not null;
        var max = isGroup ? route.GroupTokens : ErrorsPerWindow;
        var window = isGroup ? GroupWindowSeconds : ErrorWindowSeconds;
        var cost = isGroup ? WorstGroupCost : 1;
        var floor = FloorPercent(importance);
        var isBackground = importance == EsiImportance.Background;
        var everything = EsiBudget.Everything;
        // In a group, tokens come back one window after they were spent, which no header announces: one call a minute finds out.
        var state = (await db.Database.SqlQuery<BudgetState>(
            $"""
            WITH pause AS (
                SELECT paused_until, background_paused_until, pause_reason FROM eveonline.esi_budgets WHERE key = {everything}),
            taken AS (
                INSERT INTO eveonline.esi_budgets AS b (key, max_tokens, window_seconds, remaining, reserved, resets_at, last_call_at, failures)
                SELECT {key}, {max}, {window}, {max}, {cost}, {now} + make_interval(secs => {window}), {now}, 0
                WHERE NOT EXISTS (SELECT 1 FROM pause WHERE paused_until > {now} OR ({isBackground} AND background_paused_until > {now}))
                ON CONFLICT (key) DO UPDATE SET
                    remaining = CASE WHEN b.resets_at <= {now} THEN b.max_tokens ELSE b.remaining END,
                    reserved = CASE WHEN b.resets_at <= {now} THEN 0 ELSE b.reserved END + {cost},
                    resets_at = CASE WHEN {isGroup} OR b.resets_at <= {now} THEN {now} + make_interval(secs => b.window_seconds) ELSE b.resets_at END,
                    last_call_at = {now}
                WHERE (b.paused_until IS NULL OR b.paused_until <= {now})
                    AND (b.resets_at <= {now}
                        OR (b.remaining - b.reserved - {cost}) * 100 >= b.max_tokens * {floor}
                        OR ({isGroup} AND b.last_call_at <= {now} - interval '1 minute' AND (b.remaining - b.reserved - {cost}) * 100 >= b.max_tokens * 5))
                RETURNING b.key)
            SELECT EXISTS (SELECT 1 FROM taken) AS "Taken",
                p.paused_until AS "PausedUntil", p.background_paused_until AS "BackgroundPausedUntil", p.pause_reason AS "PauseReason",
                o.paused_until AS "OwnPausedUntil", o.remaining AS "Remaining"
            FROM (SELECT 1) one LEFT JOIN pause p ON true LEFT JOIN eveonline.esi_budgets o ON o.key = {key}
            """).ToListAsync(cancellationToken))[0];
        return state.Taken ? null : state.Explain(key, now);
    }

    /// <summary>Replaces a reservation by what the answer says.</summary>
    public async Task SettleAsync(EsiRoute route, string key, LimitHeaders limits, int? status, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var isGroup = route.Group is not null;
        var cost = isGroup ? WorstGroupCost : 1;
        var isServerError = status is null or >= 500;
        var spent = isGroup
            ? status switch { >= 200 and < 300 => 2, >= 300 and < 400 => 1, 429 => 0, >= 400 and < 500 => 5, _ => 0 }
            : status is >= 200 and < 400 ? 0 : 1;
        var remaining = isGroup ? limits.GroupRemaining : limits.ErrorsRemaining;
        // One second more: the header is cut to whole seconds.
        DateTimeOffset? resetsAt = !isGroup && limits.ErrorsResetSeconds is { } seconds ? now.AddSeconds(seconds + 1) : null;
        var max = isGroup ? limits.GroupLimit : null;
        var everything = EsiBudget.Everything;
        await db.Database.ExecuteSqlAsync(
            $"""
            WITH calm AS (
                UPDATE eveonline.esi_budgets SET failures = 0, background_paused_until = NULL
                WHERE key = {everything} AND failures > 0 AND NOT {isServerError})
            UPDATE eveonline.esi_budgets AS b SET
                reserved = greatest(0, b.reserved - {cost}),
                max_tokens = coalesce({max}::int, b.max_tokens),
                remaining = CASE
                    WHEN {remaining}::int IS NULL THEN b.remaining - {spent}
                    WHEN {isGroup} OR {resetsAt}::timestamptz > b.resets_at + interval '5 seconds' THEN {remaining}::int
                    ELSE least(b.remaining, {remaining}::int) END,
                resets_at = coalesce({resetsAt}::timestamptz, b.resets_at)
            WHERE b.key = {key}
            """,
            cancellationToken);
    }

    /// <summary>Gives a reservation back that led to no call.</summary>
    public async Task ReleaseAsync(EsiRoute route, string key, CancellationToken cancellationToken)
    {
        var cost = route.Group is not null ? WorstGroupCost : 1;
        await db.Database.ExecuteSqlAsync($"UPDATE eveonline.esi_budgets SET reserved = greatest(0, reserved - {cost}) WHERE key = {key}", cancellationToken);
    }

    /// <summary>Stops all nodes: one bucket, or everything, for everybody.</summary>
    public Task PauseAsync(string key, TimeSpan wait, string reason, string error, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO eveonline.esi_budgets AS b (key, max_tokens, window_seconds, remaining, reserved, resets_at, failures, paused_until, pause_reason, last_error, last_error_at)
            VALUES ({key}, 0, 0, 0, 0, {now}, 0, {now + wait}, {reason}, {error}, {now})
            ON CONFLICT (key) DO UPDATE SET
                paused_until = greatest(b.paused_until, excluded.paused_until), pause_reason = excluded.pause_reason,
                last_error = excluded.last_error, last_error_at = excluded.last_error_at
            """,
            cancellationToken);
    }

    /// <summary>Notes a server error; from the third in a row on, work that nobody waits for rests longer each time, at most ten minutes.</summary>
    public Task NoteServerErrorAsync(string error, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (everything, reason) = (EsiBudget.Everything, EsiTrouble.ServerErrors);
        return db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO eveonline.esi_budgets AS b (key, max_tokens, window_seconds, remaining, reserved, resets_at, failures, pause_reason, last_error, last_error_at)
            VALUES ({everything}, 0, 0, 0, 0, {now}, 1, {reason}, {error}, {now})
            ON CONFLICT (key) DO UPDATE SET
                failures = b.failures + 1, pause_reason = excluded.pause_reason, last_error = excluded.last_error, last_error_at = excluded.last_error_at,
                background_paused_until = CASE WHEN b.failures + 1 >= {FailuresBeforePause}
                    THEN {now} + least(interval '10 minutes', interval '5 seconds' * power(2, least(b.failures, 10))) ELSE b.background_paused_until END
            """,
            cancellationToken);
    }

    /// <summary>Notes an error of a bucket for the admins.</summary>
    public Task NoteErrorAsync(string key, string error, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return db.Database.ExecuteSqlAsync($"UPDATE eveonline.esi_budgets SET last_error = {error}, last_error_at = {now} WHERE key = {key}", cancellationToken);
    }

    private sealed record BudgetState(bool Taken, DateTimeOffset? PausedUntil, DateTimeOffset? BackgroundPausedUntil, string? PauseReason, DateTimeOffset? OwnPausedUntil, int? Remaining)
    {
        public EsiTrouble Explain(string key, DateTimeOffset now)
        {
            if (PausedUntil > now || BackgroundPausedUntil > now)
            {
                return new EsiTrouble(PauseReason ?? EsiTrouble.ServerErrors, $"ESI rests until {(PausedUntil > now ? PausedUntil : BackgroundPausedUntil):O}.");
            }

            return OwnPausedUntil > now
                ? new EsiTrouble(EsiTrouble.RateLimit, $"{key} rests until {OwnPausedUntil:O}.")
                : new EsiTrouble(EsiTrouble.Budget, $"{key} has {Remaining} left, kept for what matters more.");
        }
    }
}

/// <summary>What an answer says about the limits.</summary>
internal sealed record LimitHeaders(int? ErrorsRemaining, int? ErrorsResetSeconds, int? GroupRemaining, int? GroupLimit, TimeSpan? RetryAfter)
{
    public static readonly LimitHeaders None = new(null, null, null, null, null);

    public static LimitHeaders Of(HttpResponseMessage response) => new(
        Number(response, "X-ESI-Error-Limit-Remain"),
        Number(response, "X-ESI-Error-Limit-Reset"),
        Number(response, "X-Ratelimit-Remaining"),
        Limit(response),
        response.Headers.RetryAfter?.Delta);

    private static int? Number(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values)
        && int.TryParse(values.First(), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : null;

    // "1200/15m"
    private static int? Limit(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Ratelimit-Limit", out var values)
        && int.TryParse(values.First().Split('/')[0], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
