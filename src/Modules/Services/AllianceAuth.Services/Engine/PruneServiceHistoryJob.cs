using System.Globalization;
using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Engine;

/// <summary>Forgets what happened to accounts longer ago than <see cref="ServicesSettings.HistoryDays"/>.</summary>
internal sealed class PruneServiceHistoryJob(ServicesDb db, IOptionsSnapshot<ServicesSettings> settings, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("services.prune-history") { Schedule = "0 50 3 * * ?", Priority = 8 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        if (settings.Value.HistoryDays == 0)
        {
            run.Summary = "All is kept.";
            return;
        }

        var limit = clock.GetUtcNow().AddDays(-settings.Value.HistoryDays);
        var gone = await db.History.Where(h => h.At < limit).ExecuteDeleteAsync(cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{gone} entries forgotten.");
    }
}
