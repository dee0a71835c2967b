using AllianceAuth.Admin.Components;
using AllianceAuth.Admin.Menu;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Admin.Features.ListMenuItems;

internal static class ListMenuItemsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet(MenuBoard.Path, HandleAsync).RequireStaff().RequirePermission(AdminPermissions.ViewMenuItem).WithName("admin:menu_menuitem_changelist");

    private static async Task<IResult> HandleAsync(HttpContext http, TableQuery query, MenuSync sync, MenuBoard board, CancellationToken cancellationToken)
    {
        // MENU-018: what the start missed, for example because the database was away.
        await sync.RunAsync(cancellationToken);
        return http.Page<MenuPage, MenuBoardView>(await board.ReadAsync(query, cancellationToken));
    }
}
