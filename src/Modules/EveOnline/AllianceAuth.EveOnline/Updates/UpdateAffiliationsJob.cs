using System.Globalization;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Esi;
using AllianceAuth.EveOnline.Settings;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.EveOnline.Updates;

/// <summary>
/// Asks where all characters are, a thousand a call. Everybody's access hangs on it, so it runs every other minute: a pilot who left is noticed
/// by the first run after EVE shows it.
/// </summary>
internal sealed class UpdateAffiliationsJob(
    EveOnlineDb db, AffiliationReader reader, AffiliationWriter writer, SweepLog sweeps, IJobQueue jobs, IOptions<EsiSettings> settings, TimeProvider clock) : IBackgroundJob
{
    /// <summary>Argument: only characters EVE never told us of.</summary>
    public const string New = "new";

    private const int ChunksPerWrite = 50;
    private static readonly TimeSpan AskUnresolvedAgainAfter = TimeSpan.FromHours(1);

    public static readonly JobDefinition Definition = new("eveonline.update-affiliations") { Schedule = "0 0/2 * * * ?", Priority = 3 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetUtcNow();
        if (run.Argument is null)
        {
            await BringBackAsync(cancellationToken);
        }

        var ids = await FindDueAsync(run.Argument, startedAt, cancellationToken);
        var (changed, unanswered, trouble) = (0, 0, (EsiTrouble?)null);
        foreach (var batch in ids.Chunk(AffiliationReader.Chunk).Chunk(ChunksPerWrite))
        {
            var reading = await ReadAsync(batch, cancellationToken);
            changed += await writer.WriteAsync(reading, cancellationToken);
            unanswered += reading.Unanswered.Count;
            trouble = reading.Trouble ?? trouble;
            if (reading.Seen.Count == 0 && reading.Trouble is not null)
            {
                // ESI is away or the budget is used up. The next run starts over; what we know stays.
                unanswered = ids.Count;
                break;
            }
        }

        if (run.Argument is null)
        {
            await sweeps.NoteAsync(Sweep.Affiliations, startedAt, new SweepResult(ids.Count, changed, unanswered, trouble?.Detail), cancellationToken);
        }

        if (changed > 0)
        {
            await jobs.EnqueueAsync<LearnMissingEntitiesJob>(cancellationToken: cancellationToken);
        }

        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{ids.Count} characters, {changed} changed, {unanswered} without answer{(trouble is null ? "" : $": {trouble.Detail}")}");
    }

    /// <summary>A character that an admin deleted while there are tokens of it is known again: somebody's access hangs on where it is.</summary>
    private Task<int> BringBackAsync(CancellationToken cancellationToken) => db.Database.ExecuteSqlAsync(
        $"""
        INSERT INTO eveonline.characters (id, name)
        SELECT DISTINCT ON (t.character_id) t.character_id, t.character_name
        FROM eveonline.tokens t
        WHERE NOT EXISTS (SELECT 1 FROM eveonline.characters c WHERE c.id = t.character_id)
        ORDER BY t.character_id, t.refreshed_at DESC
        ON CONFLICT (id) DO NOTHING
        """,
        cancellationToken);

    private async Task<List<long>> FindDueAsync(string? argument, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var longAgo = now - AskUnresolvedAgainAfter;
        var due = db.Characters.Where(c => c.CorporationId != CharacterInfo.Doomheim || c.CorporationId == null);
        due = argument switch
        {
            null => due.Where(c => c.UnresolvedSince == null || c.UnresolvedSince < longAgo),
            New => due.Where(c => c.SeenAt == null),
            _ => OneOf(due, argument),
        };
        // Ids EVE once refused go last, so that they do not spoil the calls of others.
        return await due.OrderByDescending(c => c.UnresolvedSince == null).ThenBy(c => c.Id).Select(c => c.Id).ToListAsync(cancellationToken);
    }

    private static IQueryable<Character> OneOf(IQueryable<Character> characters, string argument)
    {
        var ids = argument.Split(',').Select(id => long.Parse(id, NumberStyles.None, CultureInfo.InvariantCulture)).ToArray();
        return characters.Where(c => ids.Contains(c.Id));
    }

    private async Task<AffiliationReading> ReadAsync(long[][] chunks, CancellationToken cancellationToken)
    {
        var all = new AffiliationReading();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, settings.Value.Concurrency / 2), CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(chunks, parallel, async (chunk, token) =>
        {
            var reading = await reader.ReadAsync(chunk, EsiImportance.Access, token);
            lock (all)
            {
                all.Add(reading);
            }
        });
        return all;
    }
}
