using System.Globalization;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Esi;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Updates;

/// <summary>Asks for every alliance we know and for its member corporations; new ones are learned, links put right. EVE-021 to EVE-023.</summary>
internal sealed class UpdateAlliancesJob(EveOnlineDb db, IEsi esi, EntityUpdater entities, SweepLog sweeps, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("eveonline.update-alliances") { Priority = 7 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetUtcNow();
        long[] ids = run.Argument is { } one
            ? [long.Parse(one, NumberStyles.None, CultureInfo.InvariantCulture)]
            : await db.Alliances.OrderBy(a => a.Id).Select(a => a.Id).ToArrayAsync(cancellationToken);
        var (changed, unanswered, trouble) = (0, 0, (EsiTrouble?)null);
        foreach (var id in ids)
        {
            var alliance = await esi.AllianceAsync(id, EsiImportance.Background, cancellationToken);
            var members = await esi.AllianceCorporationsAsync(id, EsiImportance.Background, cancellationToken);
            if (alliance is not EsiAnswer<EsiAlliance>.Fresh || members is not EsiAnswer<IReadOnlyList<long>>.Fresh { Value: var listed })
            {
                unanswered++;
                trouble = (alliance as EsiAnswer<EsiAlliance>.Unknown)?.Reason ?? (members as EsiAnswer<IReadOnlyList<long>>.Unknown)?.Reason ?? trouble;
                continue;
            }

            var newcomers = await LearnAsync(listed, cancellationToken);
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            if (alliance.Has(out var told))
            {
                changed += (await entities.WriteAsync([(id, told)], cancellationToken)).Count;
            }

            await entities.WriteAsync(newcomers, cancellationToken);
            changed += await entities.LinkMembersAsync(id, listed, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        if (run.Argument is null)
        {
            await sweeps.NoteAsync(Sweep.Alliances, startedAt, new SweepResult(ids.Length, changed, unanswered, trouble?.Detail), cancellationToken);
        }

        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{ids.Length} alliances, {changed} changes, {unanswered} without answer");
    }

    private async Task<List<(long, EsiCorporation)>> LearnAsync(IReadOnlyList<long> members, CancellationToken cancellationToken)
    {
        var known = await db.Corporations.Where(c => members.Contains(c.Id)).Select(c => c.Id).ToHashSetAsync(cancellationToken);
        var learned = new List<(long, EsiCorporation)>();
        foreach (var id in members.Where(m => !known.Contains(m)))
        {
            if ((await esi.CorporationAsync(id, EsiImportance.Background, cancellationToken)).Has(out var corporation))
            {
                learned.Add((id, corporation));
            }
        }

        return learned;
    }
}
