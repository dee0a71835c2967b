using AllianceAuth.Admin.Components;
using AllianceAuth.Admin.Data;
using AllianceAuth.Admin.Domain;
using AllianceAuth.Admin.Menu;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Navigation;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Admin.Features.MoveMenuItem;

internal static class MoveMenuItemEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost($"{MenuBoard.Path}{{id:int}}/move/", HandleAsync).RequireStaff().RequirePermission(AdminPermissions.ChangeMenuItem).WithName("admin:menu_menuitem_move");

    private static async Task<IResult> HandleAsync(int id, [FromForm] string? to, HttpContext http, MenuBoard board, IMediator mediator, CancellationToken cancellationToken)
    {
        if (to is not ("up" or "down"))
        {
            return TypedResults.BadRequest();
        }

        return await mediator.Send(new MoveMenuItemRequest(id, to == "up", http.User.UserId), cancellationToken)
            ? http.Fragment<MenuBoardPart, MenuBoardView>(await board.ReadAsync(TableQuery.Of(http.Request.CurrentPage ?? MenuBoard.Path), cancellationToken), MenuBoard.Path)
            : TypedResults.NotFound();
    }
}

/// <summary>Moves an item past its neighbour.</summary>
internal sealed record MoveMenuItemRequest(int Id, bool Up, UserId Actor) : IRequest<bool>;

/// <returns>False when there is no such item.</returns>
internal sealed class MoveMenuItemHandler(AdminDb db, MenuBuilder builder, MenuArrangement arrangement, TimeProvider clock) : IRequestHandler<MoveMenuItemRequest, bool>
{
    public async Task<bool> Handle(MoveMenuItemRequest request, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.HoldMenuAsync(cancellationToken);
        var places = new MenuPlaces(builder, await db.MenuItems.ToListAsync(cancellationToken));
        if (places.All.FirstOrDefault(i => i.Id == request.Id) is not { } item)
        {
            return false;
        }

        var before = item.Order;
        if (MenuOrder.Move(places.SiblingsOf(item), item, request.Up))
        {
            var trail = new ChangeTrail(db, "menu", "menuitem", request.Actor, clock.GetUtcNow());
            trail.Note("admin.menu.order", before, item.Order);
            trail.Record(item.Id, item.Text, cause: request.Up ? "admin.menu.movedup" : "admin.menu.moveddown");
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        await arrangement.ChangedAsync(cancellationToken);
        return true;
    }
}
