using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Shared.Web.UiKit;

/// <summary>All parts on one page, and the error pages to look at. Development only.</summary>
internal static class UiKitEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var kit = routes.MapGroup("/ui-kit").AllowAnonymous().WithMetadata(new RequireAntiforgeryTokenAttribute());
        kit.MapGet("", (HttpContext http, TableQuery table) => Show(http, table));
        kit.MapPost("", (HttpContext http) =>
        {
            http.Flash(new FlashMessage(FlashLevel.Success, "web.copy.done", []) { UndoPath = "/ui-kit" });
            return http.SeeOther("/ui-kit");
        });
        kit.MapGet("/public", (HttpContext http) => http.Page<UiKitPublicPage>());
        kit.MapGet("/error/{status:int:range(400,599)}", (int status) => TypedResults.StatusCode(status));
        kit.MapGet("/fault", Fail);
    }

    private static IResult Show(HttpContext http, TableQuery table) =>
        http.Page<UiKitPage, UiKitView>(new UiKitView(UiKitSamples.Rows(table.SortedBy("-payout", "pilot", "ship"))));

    private static IResult Fail() => throw new InvalidOperationException("Thrown on purpose, to look at the error page.");
}
