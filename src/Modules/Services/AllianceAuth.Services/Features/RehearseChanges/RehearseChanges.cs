using AllianceAuth.Services.Components;
using AllianceAuth.Services.Engine;
using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Shared.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Features.RehearseChanges;

/// <summary>Has a job find out what the engine would do about a service, and shows it: a dry run.</summary>
internal static class RehearseChangesEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/services/health/{service}/dry-run/", HandleAsync).RequirePermission(ServicesPermissions.ManageHealth).WithName("services:dry_run");

    private static async Task<IResult> HandleAsync(
        string service, HttpContext http, ServicesDb db, ConnectorBook connectors, IJobQueue jobs, HealthAnswers answers, CancellationToken cancellationToken)
    {
        if (connectors.Find(service) is null)
        {
            return TypedResults.NotFound();
        }

        // What an earlier one found is no answer to this question.
        await db.EnsureStatesAsync([service], cancellationToken);
        UserId? me = http.User.UserId;
        await db.States.Where(s => s.Name == service)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.DryRunAt, (DateTimeOffset?)null).SetProperty(x => x.DryRunFor, me), cancellationToken);
        await jobs.EnqueueAsync<DryRunJob>(service, cancellationToken: cancellationToken);
        return await answers.AnswerAsync(http, HealthPaths.DryRunOf(service), cancellationToken);
    }
}
