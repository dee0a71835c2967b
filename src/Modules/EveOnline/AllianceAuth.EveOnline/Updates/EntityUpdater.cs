using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Esi;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Updates;

/// <summary>
/// Writes what ESI said about corporations, alliances and factions: one statement for any number, only what differs, and tells of the characters
/// whose shown names changed with it. The caller owns the transaction and saves.
/// </summary>
internal sealed class EntityUpdater(EveOnlineDb db, TimeProvider clock)
{
    public const int EventBatch = 1000;

    /// <returns>Ids of the corporations that came out different or new.</returns>
    public async Task<IReadOnlyList<long>> WriteAsync(IReadOnlyList<(long Id, EsiCorporation Corporation)> corporations, CancellationToken cancellationToken)
    {
        if (corporations.Count == 0)
        {
            return [];
        }

        var now = clock.GetUtcNow();
        var ids = corporations.Select(c => c.Id).ToArray();
        var names = corporations.Select(c => c.Corporation.Name).ToArray();
        var tickers = corporations.Select(c => c.Corporation.Ticker).ToArray();
        var members = corporations.Select(c => c.Corporation.MemberCount).ToArray();
        var ceos = corporations.Select(c => c.Corporation.CeoId).ToArray();
        var alliances = corporations.Select(c => c.Corporation.AllianceId).ToArray();
        var factions = corporations.Select(c => c.Corporation.EnlistedFactionId).ToArray();
        var closed = corporations.Select(c => string.Equals(c.Corporation.State, "closed", StringComparison.Ordinal)).ToArray();
        var written = await db.Database.SqlQuery<Written>(
            $"""
            WITH told AS (
                SELECT * FROM unnest({ids}, {names}, {tickers}, {members}, {ceos}, {alliances}, {factions}, {closed})
                    AS t(id, name, ticker, member_count, ceo_id, alliance_id, faction_id, is_closed)),
            before AS (SELECT c.id, c.name, c.ticker FROM eveonline.corporations c JOIN told USING (id)),
            written AS (
                INSERT INTO eveonline.corporations AS c (id, name, ticker, member_count, ceo_id, alliance_id, faction_id, is_closed, seen_at)
                SELECT id, name, ticker, member_count, ceo_id, alliance_id, faction_id, is_closed, {now} FROM told
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, ticker = excluded.ticker, member_count = excluded.member_count, ceo_id = excluded.ceo_id,
                    alliance_id = excluded.alliance_id, faction_id = excluded.faction_id, is_closed = excluded.is_closed, seen_at = excluded.seen_at
                WHERE (c.name, c.ticker, c.member_count, c.ceo_id, c.alliance_id, c.faction_id, c.is_closed)
                    IS DISTINCT FROM (excluded.name, excluded.ticker, excluded.member_count, excluded.ceo_id, excluded.alliance_id, excluded.faction_id, excluded.is_closed)
                RETURNING c.id, c.name, c.ticker)
            SELECT w.id AS "Id", (b.id IS NULL OR (b.name, b.ticker) IS DISTINCT FROM (w.name, w.ticker)) AS "Renamed"
            FROM written w LEFT JOIN before b USING (id)
            """).ToListAsync(cancellationToken);
        var renamed = written.Where(w => w.Renamed).Select(w => w.Id).ToArray();
        await TellMembersAsync(renamed.Length == 0 ? null : db.Characters.Where(c => renamed.Contains(c.CorporationId!.Value)), now, cancellationToken);
        return [.. written.Select(w => w.Id)];
    }

    /// <returns>Ids of the alliances that came out different or new.</returns>
    public async Task<IReadOnlyList<long>> WriteAsync(IReadOnlyList<(long Id, EsiAlliance Alliance)> alliances, CancellationToken cancellationToken)
    {
        if (alliances.Count == 0)
        {
            return [];
        }

        var now = clock.GetUtcNow();
        var ids = alliances.Select(a => a.Id).ToArray();
        var names = alliances.Select(a => a.Alliance.Name).ToArray();
        var tickers = alliances.Select(a => a.Alliance.Ticker).ToArray();
        var executors = alliances.Select(a => a.Alliance.ExecutorCorporationId).ToArray();
        var written = await db.Database.SqlQuery<Written>(
            $"""
            WITH told AS (
                SELECT * FROM unnest({ids}, {names}, {tickers}, {executors}) AS t(id, name, ticker, executor_id)),
            before AS (SELECT a.id, a.name, a.ticker FROM eveonline.alliances a JOIN told USING (id)),
            written AS (
                INSERT INTO eveonline.alliances AS a (id, name, ticker, executor_id, seen_at)
                SELECT id, name, ticker, executor_id, {now} FROM told
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, ticker = excluded.ticker, executor_id = excluded.executor_id, seen_at = excluded.seen_at
                WHERE (a.name, a.ticker, a.executor_id) IS DISTINCT FROM (excluded.name, excluded.ticker, excluded.executor_id)
                RETURNING a.id, a.name, a.ticker)
            SELECT w.id AS "Id", (b.id IS NULL OR (b.name, b.ticker) IS DISTINCT FROM (w.name, w.ticker)) AS "Renamed"
            FROM written w LEFT JOIN before b USING (id)
            """).ToListAsync(cancellationToken);
        var renamed = written.Where(w => w.Renamed).Select(w => w.Id).ToArray();
        await TellMembersAsync(renamed.Length == 0 ? null : db.Characters.Where(c => renamed.Contains(c.AllianceId!.Value)), now, cancellationToken);
        return [.. written.Select(w => w.Id)];
    }

    /// <summary>Links the corporations an alliance lists to it, and unlinks those it lists no longer. EVE-022.</summary>
    /// <returns>How many links changed.</returns>
    public Task<int> LinkMembersAsync(long alliance, IReadOnlyList<long> members, CancellationToken cancellationToken)
    {
        var ids = members.ToArray();
        return db.Database.ExecuteSqlAsync(
            $"""
            UPDATE eveonline.corporations SET alliance_id = CASE WHEN id = ANY({ids}) THEN {alliance} END
            WHERE (id = ANY({ids}) AND alliance_id IS DISTINCT FROM {alliance}) OR (alliance_id = {alliance} AND NOT id = ANY({ids}))
            """,
            cancellationToken);
    }

    /// <returns>How many factions came out different or new.</returns>
    public async Task<int> WriteAsync(IReadOnlyList<EsiFaction> factions, CancellationToken cancellationToken)
    {
        var ids = factions.Select(f => f.FactionId).ToArray();
        var names = factions.Select(f => f.Name).ToArray();
        return await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO eveonline.factions AS f (id, name) SELECT DISTINCT ON (id) id, name FROM unnest({ids}, {names}) AS t(id, name)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE f.name <> excluded.name
            """,
            cancellationToken);
    }

    /// <summary>Tells of characters in batches; goes out with the caller's save.</summary>
    public void Tell(IReadOnlyList<long> characters, DateTimeOffset now)
    {
        foreach (var batch in characters.Chunk(EventBatch))
        {
            db.Raise(new CharacterAffiliationChanged(Guid.CreateVersion7(now), now, batch));
        }
    }

    private async Task TellMembersAsync(IQueryable<Character>? members, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (members is not null)
        {
            Tell(await members.Select(c => c.Id).ToListAsync(cancellationToken), now);
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    private sealed record Written(long Id, bool Renamed);
}
