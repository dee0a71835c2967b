using System.Globalization;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Engine;

/// <summary>A dry run: looks at everybody on a service as the engine would, and only notes what it would do. The argument is the service.</summary>
internal sealed class RehearseJob(ServicesDb db, ConnectorBook connectors, AccountSweep sweep, ServiceSignals signals, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("services.dry-run") { Priority = AccountMarks.Single };

    /// <summary>Text key of what is under way.</summary>
    public const string Label = "services.running.dryrun";

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        if (connectors.Find(run.Argument ?? "") is not { } connector)
        {
            run.Summary = $"The site is not set up for {run.Argument}.";
            return;
        }

        var service = connector.Description.Name;
        var found = 0;
        await db.DryRunItems.Where(i => i.Service == service).ExecuteDeleteAsync(cancellationToken);
        await sweep.EachAsync(connector, Label, async findings => found += await NoteAsync(findings, cancellationToken), cancellationToken);
        var now = clock.GetUtcNow();
        await db.States.Where(s => s.Name == service).ExecuteUpdateAsync(s => s.SetProperty(x => x.DryRunAt, now), cancellationToken);
        await signals.HealthChangedAsync(cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{found} accounts would change.");
    }

    private async Task<int> NoteAsync(IReadOnlyList<AccountFinding> findings, CancellationToken cancellationToken)
    {
        var items = findings.Where(f => f.Plan is not AccountPlan.None).Select(f => new DryRunItem
        {
            Service = f.Account.Service,
            UserId = f.Account.UserId,
            Plan = f.Plan,
            Cause = f.Cause ?? (f.Account.IsDue ? f.Account.Cause : "services.cause.sweep"),
            LoginName = f.Wish?.LoginName ?? "",
            DisplayName = f.Wish?.DisplayName ?? "",
            Groups = [.. f.Wish?.Groups ?? []],
        }).ToList();
        db.DryRunItems.AddRange(items);
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
        return items.Count;
    }
}
