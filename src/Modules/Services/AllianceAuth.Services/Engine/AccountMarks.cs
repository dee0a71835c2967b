using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Services;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Engine;

/// <summary>Notes that accounts may have to change, set-based, and wakes the engine. What really has to change is found when they are looked at.</summary>
internal sealed class AccountMarks(ServicesDb db, ConnectorBook connectors, IJobQueue jobs, TimeProvider clock)
{
    /// <summary>Single pilots go before changes that touch many. DISC-046.</summary>
    public const short Single = 3;
    public const short Many = 6;

    /// <summary>More at once are many.</summary>
    public const int Few = 20;

    /// <summary>All accounts of these users, or theirs on one service. One statement; users without an account cost nothing. SVC-020.</summary>
    public async Task MarkAsync(IReadOnlyCollection<UserId> users, string cause, CancellationToken cancellationToken, string? service = null)
    {
        var ids = users.Select(u => u.Value).ToArray();
        var priority = users.Count > Few ? Many : Single;
        var now = clock.GetUtcNow();
        var marked = await db.Database.SqlQuery<string>(
            $"""
            WITH marked AS (
                UPDATE services.accounts SET
                    priority = CASE WHEN mark > done THEN least(priority, {priority}) ELSE {priority} END,
                    due_since = CASE WHEN mark > done THEN due_since ELSE {now} END,
                    cause = {cause},
                    next_try = NULL,
                    mark = mark + 1
                WHERE user_id = ANY ({ids}) AND ({service}::text IS NULL OR service = {service})
                RETURNING service)
            SELECT DISTINCT service AS "Value" FROM marked
            """).ToListAsync(cancellationToken);
        await WakeAsync(marked, priority, cancellationToken);
    }

    /// <summary>
    /// Everybody on these services: their accounts are read and compared, and written only where something differs. One statement here for any number of
    /// accounts. SVC-018.
    /// </summary>
    public async Task SweepAsync(IReadOnlyCollection<string> services, CancellationToken cancellationToken)
    {
        var names = services.ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO services.states AS s (name, sweep_wanted) SELECT name, 1 FROM unnest({names}) AS name
            ON CONFLICT (name) DO UPDATE SET sweep_wanted = s.sweep_wanted + 1
            """,
            cancellationToken);
        await WakeAsync(names, Many, cancellationToken);
    }

    /// <summary>Everybody on every service that the site is set up for.</summary>
    public Task SweepAllAsync(CancellationToken cancellationToken) => SweepAsync([.. connectors.Installed.Select(c => c.Description.Name)], cancellationToken);

    /// <summary>Has what these services hold compared with what was applied last. Services that cannot be read are left out.</summary>
    public async Task ReadAsync(IReadOnlyCollection<string> services, CancellationToken cancellationToken)
    {
        var names = connectors.Installed.Where(c => c.Description.Abilities.HasFlag(ServiceAbilities.Reading)).Select(c => c.Description.Name).Intersect(services, StringComparer.Ordinal).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO services.states AS s (name, read_wanted) SELECT name, 1 FROM unnest({names}) AS name
            ON CONFLICT (name) DO UPDATE SET read_wanted = s.read_wanted + 1
            """,
            cancellationToken);
        await WakeAsync(names, Many, cancellationToken);
    }

    /// <summary>Groups that a service lacked are there now: for whoever waits for them they do not count as applied any more, so the engine finds them.</summary>
    /// <returns>How many accounts waited for one of them.</returns>
    public async Task<int> FoundAsync(string service, IReadOnlyCollection<string> groups, string cause, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var found = groups.ToArray();
        var waiting = await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE services.accounts SET
                groups = ARRAY(SELECT g FROM unnest(groups) AS g WHERE NOT g = ANY ({found}) OR NOT g = ANY (missing)),
                missing = ARRAY(SELECT m FROM unnest(missing) AS m WHERE NOT m = ANY ({found})),
                priority = CASE WHEN mark > done THEN priority ELSE {Many} END, due_since = coalesce(due_since, {now}),
                cause = CASE WHEN mark > done THEN cause ELSE {cause} END, mark = mark + 1
            WHERE service = {service} AND missing && {found}
            """,
            cancellationToken);
        if (waiting > 0)
        {
            await WakeAsync([service], Many, cancellationToken);
        }

        return waiting;
    }

    /// <summary>Has the engine work on these services now.</summary>
    public async Task WakeAsync(IEnumerable<string> services, int priority, CancellationToken cancellationToken)
    {
        foreach (var service in services)
        {
            await jobs.EnqueueAsync<KeepServiceJob>(service, priority, cancellationToken: cancellationToken);
        }
    }
}
