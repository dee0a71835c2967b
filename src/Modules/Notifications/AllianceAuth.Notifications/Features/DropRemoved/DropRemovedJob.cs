using System.Globalization;
using AllianceAuth.Notifications.Data;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Notifications.Features.DropRemoved;

/// <summary>Deletes what was removed a day ago: nobody brings it back any more.</summary>
internal sealed class DropRemovedJob(NotificationsDb db, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("notifications.drop-removed") { Schedule = "0 40 3 * * ?", Priority = 9 };

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - Kept;
        var dropped = await db.Notifications.IgnoreQueryFilters().Where(n => n.RemovedAt < before).ExecuteDeleteAsync(cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{dropped} notifications.");
    }
}
