using System.Globalization;
using System.Text.Json;
using AllianceAuth.Services.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Engine;

/// <summary>Lists what the engine would do about everybody on a service, named by the argument, and does none of it.</summary>
internal sealed class DryRunJob(ServicesDb db, ConnectorBook connectors, AccountSweep sweep, ServiceProgress progress, TimeProvider clock) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("services.dry-run") { Priority = AccountMarks.Single };

    /// <summary>Shown while it is under way.</summary>
    public const string Label = "services.running.dryrun";

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        if (connectors.Find(run.Argument ?? "") is not { } connector)
        {
            run.Summary = $"The site is not set up for {run.Argument}.";
            return;
        }

        var service = connector.Description.Name;
        var count = 0;
        await progress.BeginAsync(service, Label, cancellationToken);
        try
        {
            await db.DryRunItems.Where(i => i.Service == service).ExecuteDeleteAsync(cancellationToken);
            await sweep.EachAsync(
                connector,
                async found =>
                {
                    var differing = found.Where(f => f.Plan is not AccountPlan.None).ToList();
                    count += differing.Count;
                    await AddAsync(differing, cancellationToken);
                    await progress.AddAsync(service, Label, found.Count, cancellationToken);
                },
                cancellationToken);
            var now = clock.GetUtcNow();
            await db.States.Where(s => s.Name == service).ExecuteUpdateAsync(s => s.SetProperty(x => x.DryRunAt, now), cancellationToken);
            if (await db.States.Where(s => s.Name == service).Select(s => s.DryRunFor).SingleAsync(cancellationToken) is { } starter)
            {
                db.Raise(new ServiceWorkEnded(Guid.CreateVersion7(), now, service, starter, ServiceWork.DryRun, count));
                await db.SaveChangesAsync(cancellationToken);
            }
        }
        catch (Exception) when (run.Attempt > Definition.Retries && !cancellationToken.IsCancellationRequested)
        {
            // Nobody tries again: whoever waits for it is told so on the page.
            await db.States.Where(s => s.Name == service).ExecuteUpdateAsync(s => s.SetProperty(x => x.DryRunFor, (UserId?)null), CancellationToken.None);
            throw;
        }
        finally
        {
            await progress.EndAsync(service, Label, CancellationToken.None);
        }

        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{count} accounts would change.");
    }

    private async Task AddAsync(List<AccountFinding> found, CancellationToken cancellationToken)
    {
        if (found.Count == 0)
        {
            return;
        }

        var rows = found.Select(f => new
        {
            service = f.Account.Service,
            user_id = f.Account.UserId.Value,
            plan = (short)f.Plan,
            cause = f.Cause ?? (f.Account.IsDue ? f.Account.Cause : AccountLooker.BySweep),
            login_name = f.Wish?.LoginName ?? f.Account.LoginName,
            display_name = f.Wish?.DisplayName ?? f.Account.DisplayName,
            groups = f.Wish?.Groups ?? [],
        });
        await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO services.dry_run_items (service, user_id, plan, cause, login_name, display_name, groups)
            SELECT service, user_id, plan, cause, login_name, display_name, groups
            FROM jsonb_to_recordset({JsonSerializer.Serialize(rows)}::jsonb)
                AS x (service text, user_id int, plan smallint, cause text, login_name text, display_name text, groups text[])
            ON CONFLICT (service, user_id) DO UPDATE SET
                plan = excluded.plan, cause = excluded.cause, login_name = excluded.login_name, display_name = excluded.display_name, groups = excluded.groups
            """,
            cancellationToken);
    }
}
