using AllianceAuth.Admin.Components;
using AllianceAuth.Admin.Data;
using AllianceAuth.Admin.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Navigation;
using AllianceAuth.Shared.Web.Tables;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Admin.Menu;

/// <summary>Reads the board on which the sidebar is arranged: every item, and what the sidebar looks like then.</summary>
internal sealed class MenuBoard(AdminDb db, MenuBuilder builder, ICurrentUser currentUser)
{
    public const string Path = "/admin/menu/menuitem/";

    public async Task<MenuBoardView> ReadAsync(TableQuery query, CancellationToken cancellationToken)
    {
        var me = (await currentUser.FindAsync(cancellationToken))!;
        var places = new MenuPlaces(builder, await db.MenuItems.AsNoTracking().ToListAsync(cancellationToken));
        List<MenuRow> rows = [.. places.Walk().Where(i => Fits(i, places, query)).Select(i => RowOf(i, places))];
        return new MenuBoardView(
            new TablePage<MenuRow>([.. rows.Skip(query.Skip).Take(query.Size)], rows.Count, query),
            LookFor(me, [.. places.All.Select(i => i.Arranged)]),
            [.. places.All.Where(i => i.Kind is MenuItemKind.Folder).OrderBy(i => i.Text, StringComparer.CurrentCulture).Select(i => new MenuFolder(i.Id, i.Text))],
            places.All.Count(i => i.IsUserDefined),
            me.Has(AdminPermissions.AddMenuItem),
            me.Has(AdminPermissions.ChangeMenuItem),
            me.Has(AdminPermissions.DeleteMenuItem));
    }

    /// <summary>The sidebar of somebody who may see everything: what is hidden there is hidden from all.</summary>
    public IReadOnlyList<FrameSection> LookFor(AccessSnapshot me, IReadOnlyList<ArrangedItem> items) =>
        builder.Build(me with { IsActive = true, IsStaff = true, IsSuperuser = true }, items, builder.Declared.ToDictionary(e => e.Key, _ => 0, StringComparer.Ordinal));

    private static MenuRow RowOf(MenuItem item, MenuPlaces places)
    {
        var siblings = places.SiblingsOf(item);
        var folder = item.FolderId is { } id ? places.All.FirstOrDefault(i => i.Id == id) : null;
        return new MenuRow(
            item.Id,
            places.LabelOf(item),
            places.IconOf(item),
            item.Kind.ToString().ToLowerInvariant(),
            places.SectionOf(item).ToString().ToLowerInvariant(),
            folder?.Text,
            item.Order,
            item.IsHidden,
            item.IsHidden || folder?.IsHidden == true,
            item.Kind is MenuItemKind.Folder ? [.. places.ContentOf(item).Select(places.LabelOf)] : null,
            item.Url,
            item.Permission,
            siblings[0] != item,
            siblings[^1] != item);
    }

    private static bool Fits(MenuItem item, MenuPlaces places, TableQuery query) =>
        (query.Search is not { } search || places.LabelOf(item).Contains(search, StringComparison.CurrentCultureIgnoreCase))
        && (query.Filter("type") is not { } type || TypeOf(item) == type)
        && (query.Filter("hidden") is not { } hidden || item.IsHidden == (hidden == "yes"))
        && (query.Filter("parent") is not { } parent || item.FolderId?.ToString(System.Globalization.CultureInfo.InvariantCulture) == parent);

    private static string TypeOf(MenuItem item) => item.Kind switch { MenuItemKind.Entry => "app", MenuItemKind.Folder => "folder", _ => "link" };
}
