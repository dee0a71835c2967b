using System.Globalization;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Admin.Features.ShowJobs;

/// <summary>All jobs with their schedule and last run, and the runs of one or of all. ADM-032.</summary>
internal static class ShowJobsEndpoint
{
    private const int Shown = 100;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/admin/jobs/", HandleAsync).RequireStaff().RequirePermission(AdminPermissions.ViewJobs).WithName("admin:jobs");

    private static async Task<IResult> HandleAsync(HttpContext http, TableQuery query, JobCatalog catalog, JobHistory history, ICurrentUser currentUser, CancellationToken cancellationToken)
    {
        var me = (await currentUser.FindAsync(cancellationToken))!;
        var last = await history.LastRunsAsync(cancellationToken);
        IReadOnlyList<JobView> jobs = [.. catalog.Definitions.Select(d => new JobView(d.Name, catalog.ScheduleOf(d), last.GetValueOrDefault(d.Name) is { } run ? Of(run) : null))];
        var outcome = Enum.TryParse<JobOutcome>(query.Filter("outcome"), ignoreCase: true, out var known) && !int.TryParse(query.Filter("outcome"), CultureInfo.InvariantCulture, out _) ? known : (JobOutcome?)null;
        var runs = await history.ListAsync(query.Filter("job"), outcome, before: null, Shown, cancellationToken);
        return http.Page<JobsPage, JobsView>(new JobsView(jobs, [.. runs.Select(Of)], query.Filter("job"), me.Has(AdminPermissions.RunJobs)));
    }

    private static RunOfJob Of(JobHistoryEntry run) =>
        new(run.Name, run.Argument, run.StartedAt, run.FinishedAt is { } end ? end - run.StartedAt : null, run.Outcome, run.Error ?? run.Summary ?? "");
}

/// <summary>The page of jobs.</summary>
/// <param name="Jobs">All of them.</param>
/// <param name="Runs">The latest runs.</param>
/// <param name="Job">Only this one's, or null.</param>
/// <param name="MayRun">Whether the reader may start one.</param>
public sealed record JobsView(IReadOnlyList<JobView> Jobs, IReadOnlyList<RunOfJob> Runs, string? Job, bool MayRun);

/// <summary>A job.</summary>
/// <param name="Name">Its name in history and settings.</param>
/// <param name="Schedule">Cron expression in EVE time; null when it runs only when queued.</param>
/// <param name="Last">Its last run, or null.</param>
public sealed record JobView(string Name, string? Schedule, RunOfJob? Last);

/// <summary>A run.</summary>
/// <param name="Job">Which job.</param>
/// <param name="Argument">What it worked on, or empty.</param>
/// <param name="At">UTC, when it began.</param>
/// <param name="Took">How long it took; null while it runs.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Words">What it says it did, or what went wrong.</param>
public sealed record RunOfJob(string Job, string Argument, DateTimeOffset At, TimeSpan? Took, JobOutcome Outcome, string Words);
