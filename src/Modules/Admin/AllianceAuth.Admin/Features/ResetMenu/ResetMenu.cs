using AllianceAuth.Admin.Data;
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

namespace AllianceAuth.Admin.Features.ResetMenu;

internal static class ResetMenuEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost($"{MenuBoard.Path}reset/", HandleAsync)
            .RequireStaff().RequirePermission(AdminPermissions.ChangeMenuItem).RequirePermission(AdminPermissions.DeleteMenuItem).WithName("admin:menu_menuitem_reset");

    private static async Task<IResult> HandleAsync(HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        await mediator.Send(new ResetMenuRequest(http.User.UserId), cancellationToken);
        http.Flash(FlashLevel.Success, "admin.menu.reset.done");
        return http.SeeOther(MenuBoard.Path);
    }
}

/// <summary>Puts every entry back where its module declares it, and removes links and folders. What they were stays in the history.</summary>
internal sealed record ResetMenuRequest(UserId Actor) : IRequest;

internal sealed class ResetMenuHandler(AdminDb db, MenuSync sync, TimeProvider clock) : IRequestHandler<ResetMenuRequest>
{
    public async Task<Unit> Handle(ResetMenuRequest request, CancellationToken cancellationToken)
    {
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            await db.HoldMenuAsync(cancellationToken);
            var items = await db.MenuItems.ToListAsync(cancellationToken);
            foreach (var item in items.Where(i => i.IsUserDefined))
            {
                var trail = new ChangeTrail(db, "menu", "menuitem", request.Actor, clock.GetUtcNow());
                trail.Note("admin.menu.url", item.Url, "");
                trail.Record(item.Id, item.Text, ChangeKind.Deleted, "admin.menu.reset");
            }

            db.MenuItems.RemoveRange(items);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        await sync.RunAsync(cancellationToken);
        return Unit.Value;
    }
}
