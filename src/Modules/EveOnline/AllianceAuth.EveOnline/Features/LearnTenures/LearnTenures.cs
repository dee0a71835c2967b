using System.Globalization;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Esi;
using AllianceAuth.Shared.Jobs;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Features.LearnTenures;

/// <summary>Since when characters are in their corporation. Somebody we do not know it of is noted, and a job asks EVE.</summary>
internal sealed class FindTenuresHandler(EveOnlineDb db, IJobQueue jobs, TimeProvider clock) : IRequestHandler<FindTenures, IReadOnlyDictionary<long, DateTimeOffset>>
{
    public async Task<IReadOnlyDictionary<long, DateTimeOffset>> Handle(FindTenures request, CancellationToken cancellationToken)
    {
        var ids = request.Characters.ToArray();
        var found = await db.Characters.AsNoTracking()
            .Where(c => ids.Contains(c.Id))
            .Select(c => new { c.Id, c.CorporationSince, IsNoted = c.TenureWantedAt != null })
            .ToListAsync(cancellationToken);
        var unknown = found.Where(c => c.CorporationSince is null && !c.IsNoted).Select(c => c.Id).ToArray();
        if (unknown.Length > 0)
        {
            var now = clock.GetUtcNow();
            await db.Characters.Where(c => unknown.Contains(c.Id)).ExecuteUpdateAsync(c => c.SetProperty(x => x.TenureWantedAt, now), cancellationToken);
            await jobs.EnqueueAsync<LearnTenuresJob>(cancellationToken: cancellationToken);
        }

        return found.Where(c => c.CorporationSince is not null).ToDictionary(c => c.Id, c => c.CorporationSince!.Value);
    }
}

/// <summary>Asks EVE for the corporation history of characters somebody wanted to know it of. What EVE does not tell stays unknown, and is asked again.</summary>
internal sealed class LearnTenuresJob(EveOnlineDb db, IEsi esi) : IBackgroundJob
{
    private const int PerRun = 500;

    public static readonly JobDefinition Definition = new("eveonline.learn-tenures") { Schedule = "0 7/15 * * * ?", Priority = 7 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var wanted = await db.Characters
            .Where(c => c.TenureWantedAt != null && c.CorporationSince == null && c.CorporationId != null)
            .OrderBy(c => c.TenureWantedAt).ThenBy(c => c.Id)
            .Take(PerRun)
            .ToListAsync(cancellationToken);
        var learned = 0;
        foreach (var character in wanted)
        {
            if ((await esi.CorporationHistoryAsync(character.Id, EsiImportance.Background, cancellationToken)).Has(out var history))
            {
                // An old answer may end with the corporation before: then the next change in EVE tells.
                if (history.MaxBy(h => h.RecordId) is { } last && last.CorporationId == character.CorporationId)
                {
                    character.JoinedCorporation(last.StartDate);
                    learned++;
                }
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{learned} of {wanted.Count} characters learned");
    }
}
