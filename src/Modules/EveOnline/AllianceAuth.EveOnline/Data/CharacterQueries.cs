using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Domain;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Data;

/// <summary>Reads characters with the names that belong to their ids, in one statement.</summary>
internal static class CharacterQueries
{
    extension(EveOnlineDb db)
    {
        /// <summary>Any number; unknown ones are left out.</summary>
        public async Task<IReadOnlyList<OwnedCharacter>> ReadOwnedAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken)
        {
            var wanted = ids.Distinct().ToArray();
            var (affiliations, valid) = (Sweep.Affiliations, nameof(TokenStatus.Valid));
            var rows = await db.Database.SqlQuery<CharacterRow>(
                $"""
                SELECT c.id AS "Id", c.name AS "Name", c.corporation_id AS "CorporationId", co.name AS "CorporationName", co.ticker AS "CorporationTicker",
                    c.alliance_id AS "AllianceId", a.name AS "AllianceName", a.ticker AS "AllianceTicker", c.faction_id AS "FactionId", f.name AS "FactionName",
                    CASE WHEN c.seen_at IS NULL OR c.unresolved_since IS NOT NULL THEN c.seen_at ELSE greatest(c.seen_at, s.confirmed_at) END AS "SeenAt",
                    t.valid AS "IsValid"
                FROM eveonline.characters c
                LEFT JOIN eveonline.corporations co ON co.id = c.corporation_id
                LEFT JOIN eveonline.alliances a ON a.id = c.alliance_id
                LEFT JOIN eveonline.factions f ON f.id = c.faction_id
                LEFT JOIN eveonline.sweeps s ON s.name = {affiliations}
                LEFT JOIN LATERAL (SELECT bool_or(status = {valid}) AS valid FROM eveonline.tokens WHERE character_id = c.id) t ON true
                WHERE c.id = ANY({wanted})
                ORDER BY c.name, c.id
                """).ToListAsync(cancellationToken);
            return [.. rows.Select(r => new OwnedCharacter(r.ToInfo(), r.IsValid switch { true => TokenHealth.Valid, false => TokenHealth.Rejected, null => TokenHealth.None }))];
        }

        /// <summary>Any number; unknown ones are left out.</summary>
        public async Task<IReadOnlyList<CharacterInfo>> ReadCharactersAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken) =>
            [.. (await db.ReadOwnedAsync(ids, cancellationToken)).Select(o => o.Character)];
    }

    private sealed record CharacterRow(
        long Id, string Name, long? CorporationId, string? CorporationName, string? CorporationTicker, long? AllianceId, string? AllianceName,
        string? AllianceTicker, long? FactionId, string? FactionName, DateTimeOffset? SeenAt, bool? IsValid)
    {
        public CharacterInfo ToInfo() => new(
            Id, Name, CorporationId, CorporationName ?? "", CorporationTicker ?? "", AllianceId, AllianceName, AllianceTicker, FactionId, FactionName, SeenAt);
    }
}
