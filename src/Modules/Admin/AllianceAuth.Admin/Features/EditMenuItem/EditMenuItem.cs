using System.Globalization;
using AllianceAuth.Admin.Components;
using AllianceAuth.Admin.Data;
using AllianceAuth.Admin.Domain;
using AllianceAuth.Admin.Menu;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Changes;
using AllianceAuth.Shared.Navigation;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Navigation;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Admin.Features.EditMenuItem;

internal static class EditMenuItemEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet($"{MenuBoard.Path}add/", AddAsync).RequireStaff().RequirePermission(AdminPermissions.AddMenuItem).WithName("admin:menu_menuitem_add");
        routes.MapPost($"{MenuBoard.Path}add/", (HttpContext http, MenuItemForms forms, IMediator mediator, CancellationToken cancellationToken) => SaveAsync(null, http, forms, mediator, cancellationToken))
            .RequireStaff().RequirePermission(AdminPermissions.AddMenuItem);
        routes.MapGet($"{MenuBoard.Path}{{id:int}}/change/", ShowAsync).RequireStaff().RequirePermission(AdminPermissions.ViewMenuItem).WithName("admin:menu_menuitem_change");
        routes.MapPost($"{MenuBoard.Path}{{id:int}}/change/", (int id, HttpContext http, MenuItemForms forms, IMediator mediator, CancellationToken cancellationToken) => SaveAsync(id, http, forms, mediator, cancellationToken))
            .RequireStaff().RequirePermission(AdminPermissions.ChangeMenuItem);
        routes.MapPost($"{MenuBoard.Path}look/", LookAsync).RequireStaff().RequirePermission(AdminPermissions.ViewMenuItem).WithName("admin:menu_menuitem_look");
    }

    private static async Task<IResult> AddAsync(HttpContext http, [FromQuery] string? type, MenuItemForms forms, CancellationToken cancellationToken) =>
        http.Page<MenuItemPage, MenuItemView>(await forms.NewAsync(type == "folder", cancellationToken));

    private static async Task<IResult> ShowAsync(int id, HttpContext http, MenuItemForms forms, CancellationToken cancellationToken) =>
        await forms.FindAsync(id, cancellationToken) is { } view ? http.Page<MenuItemPage, MenuItemView>(view) : TypedResults.NotFound();

    /// <summary>The sidebar as it would be if this form were saved; changes nothing.</summary>
    private static async Task<IResult> LookAsync(HttpContext http, MenuItemForms forms, CancellationToken cancellationToken)
    {
        var form = await http.Request.ReadFormAsync(cancellationToken);
        var id = int.TryParse(form["id"], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (int?)null;
        return await forms.ReadAsync(id, form, cancellationToken) is { } view
            ? http.Fragment<MenuLook, MenuLookView>(view.Look, orElse: MenuBoard.Path)
            : TypedResults.NotFound();
    }

    private static async Task<IResult> SaveAsync(int? id, HttpContext http, MenuItemForms forms, IMediator mediator, CancellationToken cancellationToken)
    {
        var view = await forms.ReadAsync(id, await http.Request.ReadFormAsync(cancellationToken), cancellationToken);
        if (view is null)
        {
            return TypedResults.NotFound();
        }

        if (view.Errors.Count > 0)
        {
            return http.Invalid<MenuItemPage, MenuItemView>(view);
        }

        var result = await mediator.Send(
            new EditMenuItemRequest(id, MenuItemForms.KindOf(view), view.Text, view.Icon, view.Url, MenuItemForms.OrderOf(view), MenuItemForms.FolderOf(view), MenuItemForms.SectionOf(view), view.IsHidden, view.Permission.Length > 0 ? view.Permission : null, http.User.UserId),
            cancellationToken);
        switch (result)
        {
            case null:
                return TypedResults.NotFound();
            case { Refusal: { } refusal }:
                return http.Invalid<MenuItemPage, MenuItemView>(view with { Errors = new Dictionary<string, Refusal>(StringComparer.Ordinal) { ["parent"] = refusal } });
            default:
                http.Flash(FlashLevel.Success, "admin.menu.saved", view.Text);
                return http.SeeOther(MenuBoard.Path);
        }
    }
}

/// <summary>Makes a link or folder, or changes an item. Of an entry only its place is changed; what it is called and where it leads is its module's.</summary>
internal sealed record EditMenuItemRequest(
    int? Id, MenuItemKind Kind, string Text, string Icon, string Url, int Order, int? Folder, MenuSection? Section, bool IsHidden, string? Permission, UserId Actor) : IRequest<EditMenuItemResult?>;

/// <summary>What became of it.</summary>
internal sealed record EditMenuItemResult(int Id, Refusal? Refusal);

/// <returns>Null when there is no such item.</returns>
internal sealed class EditMenuItemHandler(AdminDb db, MenuArrangement arrangement, TimeProvider clock) : IRequestHandler<EditMenuItemRequest, EditMenuItemResult?>
{
    public async Task<EditMenuItemResult?> Handle(EditMenuItemRequest request, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.HoldMenuAsync(cancellationToken);
        var item = request.Id is { } id ? await db.MenuItems.SingleOrDefaultAsync(i => i.Id == id, cancellationToken) : new MenuItem();
        if (item is null)
        {
            return null;
        }

        // Looked at again under the lock: the folder may have been deleted since the form was read.
        if (request.Folder is { } folder && MenuItem.RefusalOfFolder(request.Kind, await db.MenuItems.SingleOrDefaultAsync(i => i.Id == folder, cancellationToken)) is { } refusal)
        {
            return new(item.Id, refusal);
        }

        var trail = new ChangeTrail(db, "menu", "menuitem", request.Actor, clock.GetUtcNow());
        await NoteAsync(trail, item, request, cancellationToken);
        Apply(item, request);
        if (request.Id is null)
        {
            db.MenuItems.Add(item);
            await db.SaveChangesAsync(cancellationToken);
        }

        trail.Record(item.Id, item.Text, request.Id is null ? ChangeKind.Added : ChangeKind.Changed);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await arrangement.ChangedAsync(cancellationToken);
        return new(item.Id, null);
    }

    private static void Apply(MenuItem item, EditMenuItemRequest request)
    {
        (item.Order, item.FolderId, item.Section, item.IsHidden) = (request.Order, request.Folder, request.Section, request.IsHidden);
        if (request.Kind is not MenuItemKind.Entry)
        {
            item.Text = request.Text;
            // MENU-039: given classes are kept.
            item.Icon = request.Kind is MenuItemKind.Folder && request.Icon.Length == 0 ? ArrangedItem.FolderIcon : request.Icon;
        }

        if (request.Kind is MenuItemKind.Link)
        {
            (item.Url, item.Permission) = (request.Url, request.Permission);
        }
    }

    private async Task NoteAsync(ChangeTrail trail, MenuItem item, EditMenuItemRequest request, CancellationToken cancellationToken)
    {
        trail.Note<int?>("admin.menu.order", request.Id is null ? null : item.Order, request.Order);
        trail.Note("admin.menu.hidden", item.IsHidden, request.IsHidden);
        trail.Note("admin.menu.section", item.Section?.ToString() ?? "", request.Section?.ToString() ?? "");
        var folders = await db.MenuItems.AsNoTracking().Where(i => i.Id == item.FolderId || i.Id == request.Folder).ToDictionaryAsync(i => i.Id, i => i.Text, cancellationToken);
        trail.Note("admin.menu.parent", folders.GetValueOrDefault(item.FolderId ?? 0, ""), folders.GetValueOrDefault(request.Folder ?? 0, ""));
        if (request.Kind is not MenuItemKind.Entry)
        {
            trail.Note("admin.menu.text", item.Text, request.Text);
            trail.Note("admin.menu.icon", item.Icon, request.Icon);
        }

        if (request.Kind is MenuItemKind.Link)
        {
            trail.Note("admin.menu.url", item.Url, request.Url);
            trail.Note("admin.menu.permission", item.Permission ?? "", request.Permission ?? "");
        }
    }
}
