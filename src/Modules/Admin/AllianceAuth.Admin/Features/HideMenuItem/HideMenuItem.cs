using AllianceAuth.Admin.Components;
using AllianceAuth.Admin.Data;
using AllianceAuth.Admin.Menu;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Admin.Features.HideMenuItem;

internal static class HideMenuItemEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost($"{MenuBoard.Path}{{id:int}}/hide/", HandleAsync).RequireStaff().RequirePermission(AdminPermissions.ChangeMenuItem).WithName("admin:menu_menuitem_hide");

    private static async Task<IResult> HandleAsync(int id, [FromForm] bool hidden, HttpContext http, MenuBoard board, IMediator mediator, CancellationToken cancellationToken) =>
        await mediator.Send(new HideMenuItemRequest(id, hidden, http.User.UserId), cancellationToken)
            ? http.Fragment<MenuBoardPart, MenuBoardView>(await board.ReadAsync(TableQuery.Of(http.Request.CurrentPage ?? MenuBoard.Path), cancellationToken), MenuBoard.Path)
            : TypedResults.NotFound();
}

/// <summary>Hides an item, or shows it again. Says which, so that a second click changes nothing.</summary>
internal sealed record HideMenuItemRequest(int Id, bool Hidden, UserId Actor) : IRequest<bool>;

/// <returns>False when there is no such item.</returns>
internal sealed class HideMenuItemHandler(AdminDb db, MenuArrangement arrangement, TimeProvider clock) : IRequestHandler<HideMenuItemRequest, bool>
{
    public async Task<bool> Handle(HideMenuItemRequest request, CancellationToken cancellationToken)
    {
        var item = await db.MenuItems.SingleOrDefaultAsync(i => i.Id == request.Id, cancellationToken);
        if (item is null)
        {
            return false;
        }

        var trail = new ChangeTrail(db, "menu", "menuitem", request.Actor, clock.GetUtcNow());
        if (trail.Note("admin.menu.hidden", item.IsHidden, request.Hidden))
        {
            item.IsHidden = request.Hidden;
            trail.Record(item.Id, item.Text);
            await db.SaveChangesAsync(cancellationToken);
            await arrangement.ChangedAsync(cancellationToken);
        }

        return true;
    }
}
