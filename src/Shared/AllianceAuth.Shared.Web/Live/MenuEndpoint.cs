using AllianceAuth.Shared.Web.Layouts;
using AllianceAuth.Shared.Web.Navigation;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Shared.Web.Live;

/// <summary>The sidebar as it is now: open pages ask for it when somebody said that its numbers or entries changed.</summary>
internal static class MenuEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/menu/", HandleAsync).WithName("menu");
        routes.MapPost("/menu/rail/", FlipRail).WithName("menu_rail");
    }

    /// <summary>Folds the sidebar to its icons, or unfolds it. MENU-047.</summary>
    private static IResult FlipRail(HttpContext http)
    {
        MenuPreferences.SetRail(http, !MenuPreferences.IsRail(http));
        return http.SeeOther(LocalPath.OrDefault(http.Request.CurrentPage));
    }

    private static async Task<IResult> HandleAsync(HttpContext http, FrameReader frame, CancellationToken cancellationToken)
    {
        var page = http.Request.CurrentPage ?? "/";
        var query = page.IndexOf('?', StringComparison.Ordinal);
        return http.Page<Sidebar, FrameView>(await frame.ReadAsync(query < 0 ? page : page[..query], cancellationToken));
    }
}
