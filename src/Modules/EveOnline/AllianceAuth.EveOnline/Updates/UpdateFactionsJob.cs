using System.Globalization;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Esi;
using AllianceAuth.Shared.Jobs;

namespace AllianceAuth.EveOnline.Updates;

/// <summary>Keeps the factions' names.</summary>
internal sealed class UpdateFactionsJob(IEsi esi, EntityUpdater entities, SweepLog sweeps, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("eveonline.update-factions") { Priority = 7 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetUtcNow();
        var answer = await esi.FactionsAsync(EsiImportance.Background, cancellationToken);
        var result = answer is EsiAnswer<IReadOnlyList<EsiFaction>>.Fresh fresh
            ? new SweepResult(fresh.Value.Count, await entities.WriteAsync(fresh.Value, cancellationToken), 0, null)
            : new SweepResult(0, 0, 1, (answer as EsiAnswer<IReadOnlyList<EsiFaction>>.Unknown)?.Reason.Detail);
        await sweeps.NoteAsync(Sweep.Factions, startedAt, result, cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{result.Looked} factions, {result.Changed} changed");
    }
}
