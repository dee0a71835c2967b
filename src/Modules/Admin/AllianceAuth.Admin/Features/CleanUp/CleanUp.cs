using AllianceAuth.Admin.Data;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Admin.Features.CleanUp;

/// <summary>Takes away what nobody needs any more: numbers of sent forms after a day, finished bulk runs after a month. The history stays.</summary>
internal sealed class CleanUpJob(AdminDb db, TimeProvider clock) : IBackgroundJob
{
    private static readonly TimeSpan KeepForms = TimeSpan.FromDays(1);
    private static readonly TimeSpan KeepRuns = TimeSpan.FromDays(30);

    public static JobDefinition Definition { get; } = new("admin.clean-up") { Schedule = "0 40 4 * * ?", Priority = 8 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (forms, runs) = (now - KeepForms, now - KeepRuns);
        var gone = await db.SpentForms.Where(f => f.At < forms).ExecuteDeleteAsync(cancellationToken);
        gone += await db.Runs.Where(r => r.FinishedAt != null && r.CreatedAt < runs).ExecuteDeleteAsync(cancellationToken);
        run.Summary = $"{gone} rows removed";
    }
}
