using AllianceAuth.Admin.Data;
using AllianceAuth.Admin.Domain;
using AllianceAuth.Admin.Menu;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Admin.Features.DeleteMenuItem;

internal static class DeleteMenuItemEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost($"{MenuBoard.Path}{{id:int}}/delete/", HandleAsync).RequireStaff().RequirePermission(AdminPermissions.DeleteMenuItem).WithName("admin:menu_menuitem_delete");

    private static async Task<IResult> HandleAsync(int id, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var deleted = await mediator.Send(new DeleteMenuItemRequest(id, http.User.UserId), cancellationToken);
        if (deleted is null)
        {
            return TypedResults.NotFound();
        }

        http.Flash(FlashLevel.Success, deleted.Kind is MenuItemKind.Entry ? "admin.menu.restored" : "admin.menu.deleted", deleted.Text);
        return http.SeeOther(MenuBoard.Path);
    }
}

/// <summary>Deletes a link or folder; what was in the folder stands on the top level then. A module's entry comes back as it was declared. MENU-041.</summary>
internal sealed record DeleteMenuItemRequest(int Id, UserId Actor) : IRequest<MenuItem?>;

/// <returns>What was deleted, or null when there is no such item.</returns>
internal sealed class DeleteMenuItemHandler(AdminDb db, MenuSync sync, MenuArrangement arrangement, TimeProvider clock) : IRequestHandler<DeleteMenuItemRequest, MenuItem?>
{
    public async Task<MenuItem?> Handle(DeleteMenuItemRequest request, CancellationToken cancellationToken)
    {
        var item = await db.MenuItems.SingleOrDefaultAsync(i => i.Id == request.Id, cancellationToken);
        if (item is null)
        {
            return null;
        }

        var trail = new ChangeTrail(db, "menu", "menuitem", request.Actor, clock.GetUtcNow());
        trail.Note("admin.menu.url", item.Url, "");
        trail.Record(item.Id, item.Text, ChangeKind.Deleted);
        db.MenuItems.Remove(item);
        await db.SaveChangesAsync(cancellationToken);
        if (!await sync.RunAsync(cancellationToken))
        {
            await arrangement.ChangedAsync(cancellationToken);
        }

        return item;
    }
}
