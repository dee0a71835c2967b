using AllianceAuth.Admin.Components;
using AllianceAuth.Admin.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Infrastructure.Outbox;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Admin.Features.ShowIndex;

/// <summary>Where the administration begins: what one may administer, how the site does, and what was changed last. ADM-001, ADM-002, ADM-004.</summary>
internal static class ShowIndexEndpoint
{
    private const int Latest = 15;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/admin/", HandleAsync).RequireStaff().WithName("admin:index");

    private static async Task<IResult> HandleAsync(
        HttpContext http, ICurrentUser currentUser, AdminDesk desk, ChangeReader changes, JobHistory jobs, OutboxBrowser outbox, CancellationToken cancellationToken)
    {
        var me = (await currentUser.FindAsync(cancellationToken))!;
        List<IndexEntry> entries = [.. desk.Models.Select(m => (m.About, Rights: m.RightsOf(me))).Where(m => m.Rights.View || m.Rights.Add).Select(m => new IndexEntry(m.About, m.Rights))];
        var latest = await changes.LatestAsync([.. entries.Where(e => e.Rights.View).Select(e => $"{e.About.App}.{e.About.Model}")], Latest, me, cancellationToken);
        var health = me.IsSuperuser || me.Has(AdminPermissions.ViewJobs)
            ? new HealthView(await jobs.CountsAsync(cancellationToken), await jobs.FailedSinceAsync(TimeSpan.FromDays(1), cancellationToken), await outbox.StuckAsync(cancellationToken))
            : null;
        return http.Page<IndexPage, IndexView>(new IndexView(
            typeof(AdminModule).Assembly.GetName().Version?.ToString(3) ?? "", entries, latest, health, me.Has(AdminPermissions.ViewJobs), me.IsSuperuser, me.Has(AdminPermissions.ViewHistory)));
    }
}

/// <summary>The administration's first page.</summary>
/// <param name="Version">Of the site.</param>
/// <param name="Entries">What the reader may see.</param>
/// <param name="Latest">What was changed last.</param>
/// <param name="Health">How the site does; null for those who may not know.</param>
/// <param name="ShowsJobs">Whether the reader may see the jobs.</param>
/// <param name="ShowsMachinery">Whether the reader may see outbox and settings.</param>
/// <param name="ShowsHistory">Whether the reader may see everybody's changes.</param>
public sealed record IndexView(string Version, IReadOnlyList<IndexEntry> Entries, IReadOnlyList<ChangeView> Latest, HealthView? Health, bool ShowsJobs, bool ShowsMachinery, bool ShowsHistory);

/// <summary>One model.</summary>
/// <param name="About">What it is.</param>
/// <param name="Rights">What the reader may do.</param>
public sealed record IndexEntry(AdminDescription About, AdminRights Rights);

/// <summary>How the site does.</summary>
/// <param name="Jobs">What runs and waits.</param>
/// <param name="Failed">Runs of a day that failed for good.</param>
/// <param name="Stuck">Events that could not be delivered.</param>
public sealed record HealthView(JobCounts Jobs, int Failed, int Stuck);
