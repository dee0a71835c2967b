using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.Shared.Infrastructure.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Features.LookUpEntities;

/// <summary>Names of entities we know; unknown ones are left out. One statement for all kinds.</summary>
internal sealed class LookUpEntitiesHandler(EveOnlineDb db) : IRequestHandler<FindEntities, IReadOnlyList<EveEntity>>
{
    public async Task<IReadOnlyList<EveEntity>> Handle(FindEntities request, CancellationToken cancellationToken)
    {
        if (request.Entities.Count == 0)
        {
            return [];
        }

        var characters = IdsOf(request, EntityKind.Character);
        var corporations = IdsOf(request, EntityKind.Corporation);
        var alliances = IdsOf(request, EntityKind.Alliance);
        var factions = IdsOf(request, EntityKind.Faction);
        var rows = await db.Database.SqlQuery<EntityRow>(
            $"""
            SELECT 0 AS "Kind", id AS "Id", name AS "Name", NULL AS "Ticker" FROM eveonline.characters WHERE id = ANY({characters})
            UNION ALL SELECT 1, id, name, ticker FROM eveonline.corporations WHERE id = ANY({corporations})
            UNION ALL SELECT 2, id, name, ticker FROM eveonline.alliances WHERE id = ANY({alliances})
            UNION ALL SELECT 3, id, name, NULL FROM eveonline.factions WHERE id = ANY({factions})
            """).ToListAsync(cancellationToken);
        return [.. rows.Select(r => r.ToEntity())];
    }

    private static long[] IdsOf(FindEntities request, EntityKind kind) =>
        [.. request.Entities.Where(e => e.Kind == kind).Select(e => e.Id).Distinct()];
}

/// <summary>The best twenty by the beginning of name or ticker: exact first, then short names.</summary>
internal sealed class SearchKnownEntitiesHandler(EveOnlineDb db) : IRequestHandler<SearchEntities, IReadOnlyList<EveEntity>>
{
    public async Task<IReadOnlyList<EveEntity>> Handle(SearchEntities request, CancellationToken cancellationToken)
    {
        var text = request.Text.Trim();
        // Factions are few: nothing typed means all of them.
        if (text.Length == 0 && request.Kind != EntityKind.Faction)
        {
            return [];
        }

        var begins = LikePattern.Beginning(text);
        var kind = (int)request.Kind;
        var source = request.Kind switch
        {
            EntityKind.Character => "SELECT id, name, NULL::text AS ticker FROM eveonline.characters WHERE name ILIKE {0}",
            EntityKind.Corporation => "SELECT id, name, ticker FROM eveonline.corporations WHERE name ILIKE {0} OR ticker ILIKE {0}",
            EntityKind.Alliance => "SELECT id, name, ticker FROM eveonline.alliances WHERE name ILIKE {0} OR ticker ILIKE {0}",
            _ => "SELECT id, name, NULL::text AS ticker FROM eveonline.factions WHERE name ILIKE {0}",
        };
        var sql = $$"""
            SELECT {1} AS "Kind", id AS "Id", name AS "Name", ticker AS "Ticker" FROM ({{source}}) found
            ORDER BY (lower(name) = lower({2}) OR lower(ticker) = lower({2})) IS TRUE DESC, length(name), name, id LIMIT 20
            """;
        var rows = await db.Database.SqlQueryRaw<EntityRow>(sql, begins, kind, text).ToListAsync(cancellationToken);
        return [.. rows.Select(r => r.ToEntity())];
    }
}

internal sealed record EntityRow(int Kind, long Id, string Name, string? Ticker)
{
    public EveEntity ToEntity() => new((EntityKind)Kind, Id, Name, Ticker);
}

/// <summary>Closed corporations say so; a closed alliance has no executor any more.</summary>
internal sealed class FindClosedHandler(EveOnlineDb db) : IRequestHandler<FindClosed, IReadOnlySet<(EntityKind Kind, long Id)>>
{
    public async Task<IReadOnlySet<(EntityKind Kind, long Id)>> Handle(FindClosed request, CancellationToken cancellationToken)
    {
        long[] corporations = [.. request.Entities.Where(e => e.Kind == EntityKind.Corporation).Select(e => e.Id)];
        long[] alliances = [.. request.Entities.Where(e => e.Kind == EntityKind.Alliance).Select(e => e.Id)];
        var rows = await db.Database.SqlQuery<EntityRow>(
            $"""
            SELECT 1 AS "Kind", id AS "Id", name AS "Name", ticker AS "Ticker" FROM eveonline.corporations WHERE is_closed AND id = ANY({corporations})
            UNION ALL SELECT 2, id, name, ticker FROM eveonline.alliances WHERE executor_id IS NULL AND id = ANY({alliances})
            """).ToListAsync(cancellationToken);
        return rows.Select(r => ((EntityKind)r.Kind, r.Id)).ToHashSet();
    }
}
