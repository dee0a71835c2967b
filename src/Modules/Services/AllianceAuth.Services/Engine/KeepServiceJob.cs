using System.Globalization;
using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Engine;

/// <summary>Works on one service; its name is the argument, so only one run at a time touches a service.</summary>
internal sealed class KeepServiceJob(ConnectorBook connectors, ServiceRun engine, IJobQueue jobs, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("services.keep") { Priority = AccountMarks.Single };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        if (connectors.Find(run.Argument ?? "") is not { } connector)
        {
            run.Summary = $"The site is not set up for {run.Argument}.";
            return;
        }

        var result = await engine.RunAsync(connector, cancellationToken);
        run.Summary = result.ToString();
        if (result.Next is { } next)
        {
            var wait = next - clock.GetUtcNow();
            await jobs.EnqueueAsync<KeepServiceJob>(run.Argument, AccountMarks.Many, wait > TimeSpan.Zero ? wait : null, cancellationToken);
        }
    }
}

/// <summary>Wakes the engine for whatever is due and was not woken: a node died between a change and its job, or a rest is over.</summary>
internal sealed class WakeServicesJob(ServicesDb db, ConnectorBook connectors, AccountMarks marks) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("services.wake") { Schedule = "20 * * * * ?", Priority = 4 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var due = await db.Accounts.Where(a => a.Mark > a.Done).Select(a => a.Service).Distinct()
            .Union(db.States.Where(s => s.SweepWanted > s.SweepDone || s.ReadWanted > s.ReadDone).Select(s => s.Name))
            .ToListAsync(cancellationToken);
        var installed = due.Where(s => connectors.Find(s) is not null).ToList();
        await marks.WakeAsync(installed, AccountMarks.Many, cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{installed.Count} services have something due.");
    }
}

/// <summary>Looks at everybody on every service once a night, in case something was missed.</summary>
internal sealed class SweepServicesJob(AccountMarks marks) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("services.sweep") { Schedule = "0 10 5 * * ?", Priority = 6 };

    public Task RunAsync(JobRun run, CancellationToken cancellationToken) => marks.SweepAllAsync(cancellationToken);
}

/// <summary>Compares what every service holds with what was applied last, once a night.</summary>
internal sealed class ReadServicesJob(AccountMarks marks, ConnectorBook connectors) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("services.read") { Schedule = "0 40 4 * * ?", Priority = 6 };

    public Task RunAsync(JobRun run, CancellationToken cancellationToken) => marks.ReadAsync([.. connectors.Installed.Select(c => c.Description.Name)], cancellationToken);
}
