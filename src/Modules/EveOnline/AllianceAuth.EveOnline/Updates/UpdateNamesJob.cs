using System.Globalization;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Esi;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Updates;

/// <summary>Asks for the names of all characters, a thousand a call, and writes those that differ. A name EVE leaves out is no change. EVE-034.</summary>
internal sealed class UpdateNamesJob(EveOnlineDb db, IEsi esi, EntityUpdater entities, CharacterCache cache, SweepLog sweeps, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("eveonline.update-names") { Priority = 7 };

    private const int Chunk = 1000;

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetUtcNow();
        var ids = await db.Characters
            .Where(c => (c.CorporationId == null || c.CorporationId != CharacterInfo.Doomheim) && c.UnresolvedSince == null)
            .OrderBy(c => c.Id).Select(c => c.Id).ToListAsync(cancellationToken);
        var (changed, unanswered, trouble) = (0, 0, (EsiTrouble?)null);
        foreach (var chunk in ids.Chunk(Chunk))
        {
            var names = new List<EsiName>();
            trouble = await ReadAsync(chunk, names, cancellationToken) ?? trouble;
            unanswered += chunk.Length - names.Count;
            changed += await WriteAsync(names, cancellationToken);
        }

        await sweeps.NoteAsync(Sweep.Names, startedAt, new SweepResult(ids.Count, changed, unanswered, trouble?.Detail), cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{ids.Count} names, {changed} changed, {unanswered} without answer");
    }

    /// <summary>One bad id spoils a call, so such a call is halved. EVE-033.</summary>
    private async Task<EsiTrouble?> ReadAsync(long[] ids, List<EsiName> names, CancellationToken cancellationToken)
    {
        switch (await esi.NamesAsync(ids, EsiImportance.Background, cancellationToken))
        {
            case EsiAnswer<IReadOnlyList<EsiName>>.Fresh fresh:
                names.AddRange(fresh.Value.Where(n => string.Equals(n.Category, "character", StringComparison.Ordinal) && n.Name.Length is > 0 and <= 254));
                return null;
            case EsiAnswer<IReadOnlyList<EsiName>>.NotFound when ids.Length > 1:
                var half = ids.Length / 2;
                return await ReadAsync([.. ids.Take(half)], names, cancellationToken) ?? await ReadAsync([.. ids.Skip(half)], names, cancellationToken);
            case EsiAnswer<IReadOnlyList<EsiName>>.Unknown unknown:
                return unknown.Reason;
            default:
                return null;
        }
    }

    private async Task<int> WriteAsync(List<EsiName> told, CancellationToken cancellationToken)
    {
        if (told.Count == 0)
        {
            return 0;
        }

        var now = clock.GetUtcNow();
        var ids = told.Select(n => n.Id).ToArray();
        var names = told.Select(n => n.Name).ToArray();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var renamed = await db.Database.SqlQuery<long>(
            $"""
            UPDATE eveonline.characters c SET name = t.name
            FROM unnest({ids}, {names}) AS t(id, name)
            WHERE c.id = t.id AND c.name <> t.name
            RETURNING c.id AS "Value"
            """).ToListAsync(cancellationToken);
        entities.Tell(renamed, now);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await cache.DropAsync(renamed, cancellationToken);
        return renamed.Count;
    }
}
