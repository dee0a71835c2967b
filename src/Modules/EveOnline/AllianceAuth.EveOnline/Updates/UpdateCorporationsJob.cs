using System.Globalization;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Esi;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Updates;

/// <summary>Asks for every corporation we know and writes what differs, fifty at a time. EVE-024.</summary>
internal sealed class UpdateCorporationsJob(EveOnlineDb db, IEsi esi, EntityUpdater entities, SweepLog sweeps, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("eveonline.update-corporations") { Priority = 7 };

    private const int PerWrite = 50;

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetUtcNow();
        var ids = await db.Corporations.OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(cancellationToken);
        var (changed, unanswered, trouble) = (0, 0, (EsiTrouble?)null);
        foreach (var batch in ids.Chunk(PerWrite))
        {
            var told = new List<(long, EsiCorporation)>();
            foreach (var id in batch)
            {
                switch (await esi.CorporationAsync(id, EsiImportance.Background, cancellationToken))
                {
                    case EsiAnswer<EsiCorporation>.Fresh fresh:
                        told.Add((id, fresh.Value));
                        break;
                    case EsiAnswer<EsiCorporation>.Stale stale:
                        (unanswered, trouble) = (unanswered + 1, stale.Reason);
                        break;
                    case EsiAnswer<EsiCorporation>.Unknown unknown:
                        (unanswered, trouble) = (unanswered + 1, unknown.Reason);
                        break;
                }
            }

            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            changed += (await entities.WriteAsync(told, cancellationToken)).Count;
            await transaction.CommitAsync(cancellationToken);
        }

        await sweeps.NoteAsync(Sweep.Corporations, startedAt, new SweepResult(ids.Count, changed, unanswered, trouble?.Detail), cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{ids.Count} corporations, {changed} changed, {unanswered} without answer");
    }
}
