using System.Globalization;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Esi;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Updates;

/// <summary>Looks up corporations, alliances and factions that characters or corporations belong to and that we have no name for yet.</summary>
internal sealed class LearnMissingEntitiesJob(EveOnlineDb db, IEsi esi, EntityUpdater entities) : IBackgroundJob
{
    private const int PerWrite = 50;

    public static readonly JobDefinition Definition = new("eveonline.learn-entities") { Priority = 4 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var corporations = await LearnCorporationsAsync(cancellationToken);
        var alliances = await LearnAlliancesAsync(cancellationToken);
        if (await db.Characters.AnyAsync(c => c.FactionId != null && !db.Factions.Any(f => f.Id == c.FactionId), cancellationToken)
            && (await esi.FactionsAsync(EsiImportance.Access, cancellationToken)).Has(out var factions))
        {
            await entities.WriteAsync(factions, cancellationToken);
        }

        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{corporations} corporations and {alliances} alliances learned");
    }

    private async Task<int> LearnCorporationsAsync(CancellationToken cancellationToken)
    {
        var missing = await db.Characters.Where(c => c.CorporationId != null).Select(c => c.CorporationId!.Value).Distinct()
            .Where(id => !db.Corporations.Any(c => c.Id == id)).ToListAsync(cancellationToken);
        var learned = 0;
        foreach (var batch in missing.Chunk(PerWrite))
        {
            var told = new List<(long, EsiCorporation)>();
            foreach (var id in batch)
            {
                if ((await esi.CorporationAsync(id, EsiImportance.Access, cancellationToken)).Has(out var corporation))
                {
                    told.Add((id, corporation));
                }
            }

            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            learned += (await entities.WriteAsync(told, cancellationToken)).Count;
            await transaction.CommitAsync(cancellationToken);
        }

        return learned;
    }

    private async Task<int> LearnAlliancesAsync(CancellationToken cancellationToken)
    {
        var missing = await db.Characters.Where(c => c.AllianceId != null).Select(c => c.AllianceId!.Value)
            .Union(db.Corporations.Where(c => c.AllianceId != null).Select(c => c.AllianceId!.Value))
            .Where(id => !db.Alliances.Any(a => a.Id == id)).ToListAsync(cancellationToken);
        var told = new List<(long, EsiAlliance)>();
        foreach (var id in missing)
        {
            if ((await esi.AllianceAsync(id, EsiImportance.Access, cancellationToken)).Has(out var alliance))
            {
                told.Add((id, alliance));
            }
        }

        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var learned = await entities.WriteAsync(told, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return learned.Count;
    }
}
