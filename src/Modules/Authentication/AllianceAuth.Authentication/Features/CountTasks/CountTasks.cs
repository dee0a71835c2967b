using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Authentication.Features.CountTasks;

/// <summary>How much work the site has, for superusers; others are sent to the dashboard. AUTH-095.</summary>
internal static class CountTasksEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/task-counts/", HandleAsync).WithName("authentication:task_counts");

    private static async Task<IResult> HandleAsync(HttpContext http, ICurrentUser currentUser, JobHistory history, CancellationToken cancellationToken)
    {
        if (await currentUser.FindAsync(cancellationToken) is not { IsSuperuser: true })
        {
            return http.SeeOther("/dashboard/");
        }

        var counts = await history.CountsAsync(cancellationToken);
        return TypedResults.Json(new Dictionary<string, int>(StringComparer.Ordinal) { ["tasks_running"] = counts.Running, ["tasks_queued"] = counts.Queued });
    }
}
