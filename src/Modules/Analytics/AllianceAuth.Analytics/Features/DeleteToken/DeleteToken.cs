using AllianceAuth.Analytics.Data;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Analytics.Features.DeleteToken;

/// <summary>Forgets a receiver, its secret and the record of what it was sent.</summary>
internal static class DeleteTokenEndpoint
{
    private const string List = "/admin/analytics/analyticstokens/";

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost($"{List}{{id:int}}/delete/", HandleAsync)
            .RequireStaff().RequirePermission(AnalyticsPermissions.DeleteToken).WithName("admin:analytics_analyticstokens_delete");

    private static async Task<IResult> HandleAsync(int id, HttpContext http, AnalyticsDb db, CancellationToken cancellationToken)
    {
        var token = await db.Tokens.SingleOrDefaultAsync(t => t.Id == id, cancellationToken);
        if (token is null)
        {
            return TypedResults.NotFound();
        }

        db.Tokens.Remove(token);
        await db.SaveChangesAsync(cancellationToken);
        http.Flash(FlashLevel.Success, "analytics.token.deleted", token.Name);
        return http.SeeOther(List);
    }
}
