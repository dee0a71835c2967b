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
        kit.MapGet("", Show);
        kit.MapPost("/fleet", ValidateFleet);
        kit.MapPost("", (HttpContext http) =>
        {
            http.Flash(new FlashMessage(FlashLevel.Success, "web.copy.done", []) { UndoPath = "/ui-kit" });
            return http.SeeOther("/ui-kit");
        });
        kit.MapGet("/public", (HttpContext http) => http.Page<UiKitPublicPage>());
        kit.MapGet("/error/{status:int:range(400,599)}", (int status) => TypedResults.StatusCode(status));
        kit.MapGet("/fault", Fail);
    }

    private static IResult Show(HttpContext http, TableQuery table) => table.WantsCsv
        ? http.Csv<SampleRow>("losses", UiKitSamples.Rows(table).Rows, new("Pilot", row => row.Pilot), new("Payout", row => row.Payout), new("Lost", row => row.At))
        : http.Page<UiKitPage, UiKitView>(new UiKitView(UiKitSamples.Rows(table.SortedBy("-payout", "pilot", "ship"))));

    // What a module's form does when a field is left: the page again, with the errors there would be.
    private static IResult ValidateFleet(HttpContext http) => http.Request.FieldToValidate is not null
        ? http.Invalid<UiKitPage, UiKitView>(new UiKitView(UiKitSamples.Rows(TableQuery.Of("/ui-kit"))) { Fleet = http.Request.Form["fleet"].ToString() })
        : http.SeeOther("/ui-kit");

    private static IResult Fail() => throw new InvalidOperationException("Thrown on purpose, to look at the error page.");
}
