using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Esi;
using AllianceAuth.EveOnline.Sso;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Updates;

/// <summary>
/// Compares what EVE says with what we know, for any number of characters in one statement, and writes only what differs. Changes, the ends of
/// biomassed characters' tokens and the events that tell of both are one transaction. EVE-025 to EVE-027, EVE-031, EVE-032, EVE-035.
/// </summary>
internal sealed class AffiliationWriter(EveOnlineDb db, EntityUpdater entities, TokenStore tokens, CharacterCache cache, TimeProvider clock)
{
    /// <returns>How many characters came out different.</returns>
    public async Task<int> WriteAsync(AffiliationReading reading, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var written = await CompareAndWriteAsync([.. reading.Seen, .. await FindNewerAsync(reading, cancellationToken)], now, cancellationToken);
        var changed = written.Where(w => w.Changed).Select(w => w.Id).ToList();
        entities.Tell(changed, now);
        await EndTokensOfDeadAsync(written, now, cancellationToken);
        // Also those EVE speaks of one by one: asked in bulk every time, they would spoil the calls of others every time.
        List<long> unresolved = [.. reading.Unresolved, .. reading.Alone.Select(a => a.Affiliation.CharacterId)];
        if (unresolved.Count > 0)
        {
            await db.Characters.Where(c => unresolved.Contains(c.Id))
                .ExecuteUpdateAsync(c => c.SetProperty(x => x.UnresolvedSince, now), cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await cache.DropAsync(changed, cancellationToken);
        return changed.Count;
    }

    /// <summary>What EVE said of single characters, where that is newer than what we know.</summary>
    private async Task<IEnumerable<EsiAffiliation>> FindNewerAsync(AffiliationReading reading, CancellationToken cancellationToken)
    {
        if (reading.Alone.Count == 0)
        {
            return [];
        }

        var seenAt = (await db.ReadCharactersAsync([.. reading.Alone.Select(a => a.Affiliation.CharacterId)], cancellationToken)).ToDictionary(c => c.CharacterId, c => c.SeenAt);
        return reading.Alone.Where(a => seenAt.GetValueOrDefault(a.Affiliation.CharacterId) is not { } seen || seen < a.At).Select(a => a.Affiliation);
    }

    private async Task<List<Written>> CompareAndWriteAsync(IReadOnlyList<EsiAffiliation> seen, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (seen.Count == 0)
        {
            return [];
        }

        var ids = seen.Select(s => s.CharacterId).ToArray();
        var corporations = seen.Select(s => s.CorporationId).ToArray();
        var alliances = seen.Select(s => s.AllianceId).ToArray();
        var factions = seen.Select(s => s.FactionId).ToArray();
        return await db.Database.SqlQuery<Written>(
            $"""
            UPDATE eveonline.characters c
            SET corporation_id = s.corporation_id, alliance_id = s.alliance_id, faction_id = s.faction_id, seen_at = {now}, unresolved_since = NULL,
                corporation_since = CASE WHEN o.corporation_id = s.corporation_id THEN o.corporation_since WHEN o.corporation_id IS NOT NULL THEN {now} END
            FROM unnest({ids}, {corporations}, {alliances}, {factions}) AS s(id, corporation_id, alliance_id, faction_id)
                JOIN eveonline.characters o ON o.id = s.id
            WHERE c.id = s.id
                AND ((o.corporation_id, o.alliance_id, o.faction_id) IS DISTINCT FROM (s.corporation_id, s.alliance_id, s.faction_id)
                    OR o.seen_at IS NULL OR o.unresolved_since IS NOT NULL)
            RETURNING c.id AS "Id",
                (o.corporation_id, o.alliance_id, o.faction_id) IS DISTINCT FROM (c.corporation_id, c.alliance_id, c.faction_id) AS "Changed",
                c.corporation_id AS "CorporationId"
            """).ToListAsync(cancellationToken);
    }

    private async Task EndTokensOfDeadAsync(List<Written> written, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var dead = written.Where(w => w.CorporationId == CharacterInfo.Doomheim).Select(w => w.Id).ToArray();
        if (dead.Length > 0)
        {
            foreach (var token in await db.Tokens.Where(t => dead.Contains(t.CharacterId)).ToListAsync(cancellationToken))
            {
                tokens.End(token, TokenEnd.Biomassed, now);
            }
        }
    }

    private sealed record Written(long Id, bool Changed, long CorporationId);
}
