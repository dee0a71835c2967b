using AllianceAuth.Services.Components;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Services.Features.ShowHealth;

/// <summary>What each service should hold, what it holds, and what a dry run would do about the difference.</summary>
internal static class ShowHealthEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(HealthPaths.All, HandleAsync).RequirePermission(ServicesPermissions.ViewHealth).WithName("services:health");

    private static async Task<IResult> HandleAsync(HttpContext http, TableQuery query, ICurrentUser currentUser, HealthReader health, CancellationToken cancellationToken)
    {
        var user = (await currentUser.FindAsync(cancellationToken))!;
        return http.PageOr<HealthPage, HealthBoard, HealthView>(await health.ReadAsync(query, user, cancellationToken));
    }
}
