using System.Globalization;
using AllianceAuth.Analytics.Data;
using AllianceAuth.Analytics.Sending;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Analytics.Features.SendStatistics;

/// <summary>Counts once a day and queues what may be told; forgets what was sent long ago. ANA-013.</summary>
internal sealed class SendStatisticsJob(AnalyticsDb db, UsageCatalog catalog, UsageQueue queue, IOptionsSnapshot<AnalyticsSettings> settings, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("analytics.send-statistics") { Schedule = "0 0 2 * * ?", Priority = 9, Retries = 0 };

    private static readonly TimeSpan Kept = TimeSpan.FromDays(90);

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var before = now - Kept;
        await db.Events.Where(e => e.CreatedAt < before).ExecuteDeleteAsync(cancellationToken);
        if (settings.Value.Disabled)
        {
            run.Summary = "switched off";
            return;
        }

        if (!await db.Tokens.AnyAsync(t => t.AgreedAt != null, cancellationToken))
        {
            run.Summary = "nobody to tell";
            return;
        }

        var day = now.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var queued = await queue.AddAsync(day, await catalog.CountAsync(cancellationToken), cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{queued} events queued");
    }
}
