using System.Globalization;
using AllianceAuth.Shared.Infrastructure.Platform;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Infrastructure.Jobs;

/// <summary>Forgets runs and mails after <see cref="JobSettings.HistoryDays"/> days, once a day.</summary>
internal sealed class PruneHistoryJob(PlatformDb db, IOptions<JobSettings> settings, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("platform.prune-history") { Schedule = "0 17 4 * * ?", Priority = 8 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow().AddDays(-settings.Value.HistoryDays);
        var runs = await db.History.Where(e => e.StartedAt < before).ExecuteDeleteAsync(cancellationToken);
        var mails = await db.Mails.Where(m => m.CreatedAt < before).ExecuteDeleteAsync(cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"Forgot {runs} runs and {mails} mails.");
    }
}
