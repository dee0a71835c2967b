using System.Globalization;
using System.Text.RegularExpressions;
using AllianceAuth.Admin.Components;
using AllianceAuth.Admin.Data;
using AllianceAuth.Admin.Domain;
using AllianceAuth.Admin.Menu;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Modules;
using AllianceAuth.Shared.Navigation;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Navigation;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Admin.Features.EditMenuItem;

/// <summary>Fills the form of an item, and reads it back: only the fields its kind has, whatever else is sent. MENU-037.</summary>
internal sealed partial class MenuItemForms(AdminDb db, MenuBuilder builder, MenuBoard board, ICurrentUser currentUser, IEnumerable<IModule> modules)
{
    public Task<MenuItemView> NewAsync(bool folder, CancellationToken cancellationToken) => CompleteAsync(
        new MenuItemView(null, folder ? "folder" : "link", "", "", "", MenuItem.DefaultOrder.ToString(CultureInfo.InvariantCulture), "", "", IsHidden: false, ""), cancellationToken);

    public async Task<MenuItemView?> FindAsync(int id, CancellationToken cancellationToken) =>
        await db.MenuItems.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellationToken) is { } item
            ? await CompleteAsync(ViewOf(item), cancellationToken)
            : null;

    /// <summary>What was sent, with what is wrong with it; null when there is no such item.</summary>
    /// <param name="id">Which; null for a new one.</param>
    /// <param name="form">What was sent. For a new one its hidden field says what it is to be; an item never becomes another kind.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<MenuItemView?> ReadAsync(int? id, IFormCollection form, CancellationToken cancellationToken)
    {
        MenuItemView view;
        if (id is { } number)
        {
            if (await db.MenuItems.AsNoTracking().SingleOrDefaultAsync(i => i.Id == number, cancellationToken) is not { } item)
            {
                return null;
            }

            view = ViewOf(item);
        }
        else
        {
            view = new MenuItemView(null, form["type"] == "folder" ? "folder" : "link", "", "", "", "", "", "", IsHidden: false, "");
        }

        view = view with
        {
            Order = form["order"].ToString().Trim(),
            IsHidden = form["hidden"] == "true",
            Section = form["section"].ToString(),
            Folder = view.Kind == "folder" ? "" : form["parent"].ToString(),
        };
        if (view.Kind != "entry")
        {
            view = view with { Text = form["text"].ToString().Trim(), Icon = form["classes"].ToString().Trim() };
        }

        if (view.Kind == "link")
        {
            view = view with { Url = form["url"].ToString().Trim(), Permission = form["permission"].ToString() };
        }

        return await CompleteAsync(view with { Errors = await ErrorsOfAsync(view, cancellationToken) }, cancellationToken);
    }

    private static MenuItemView ViewOf(MenuItem item) => new(
        item.Id,
        item.Kind.ToString().ToLowerInvariant(),
        item.Text,
        item.Icon,
        item.Url,
        item.Order.ToString(CultureInfo.InvariantCulture),
        item.FolderId?.ToString(CultureInfo.InvariantCulture) ?? "",
        item.Section?.ToString() ?? "",
        item.IsHidden,
        item.Permission ?? "");

    private async Task<Dictionary<string, Refusal>> ErrorsOfAsync(MenuItemView view, CancellationToken cancellationToken)
    {
        var errors = new Dictionary<string, Refusal>(StringComparer.Ordinal);
        if (view.Kind != "entry" && view.Text.Length is 0 or > MenuItem.TextLength)
        {
            errors["text"] = new Refusal("admin.menu.text.length", MenuItem.TextLength.ToString(CultureInfo.InvariantCulture));
        }

        if (view.Icon.Length > MenuItem.TextLength || !IconClasses().IsMatch(view.Icon))
        {
            errors["classes"] = new Refusal("admin.menu.icon.wrong");
        }

        if (!int.TryParse(view.Order, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
        {
            errors["order"] = new Refusal("admin.menu.order.number");
        }

        if (view.Kind == "link" && MenuItem.RefusalOfUrl(view.Url) is { } url)
        {
            errors["url"] = url;
        }

        if (view.Section.Length > 0 && !Enum.GetNames<MenuSection>().Contains(view.Section, StringComparer.Ordinal))
        {
            errors["section"] = new Refusal("admin.menu.section.wrong");
        }

        if (view.Permission.Length > 0 && Permissions().All(p => p.Value != view.Permission))
        {
            errors["permission"] = new Refusal("admin.menu.permission.wrong");
        }

        if (view.Folder.Length > 0)
        {
            var folder = FolderOf(view) is { } id ? await db.MenuItems.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellationToken) : null;
            if (MenuItem.RefusalOfFolder(KindOf(view), folder) is { } refusal)
            {
                errors["parent"] = refusal;
            }
        }

        return errors;
    }

    private async Task<MenuItemView> CompleteAsync(MenuItemView view, CancellationToken cancellationToken)
    {
        var me = (await currentUser.FindAsync(cancellationToken))!;
        var items = await db.MenuItems.AsNoTracking().ToListAsync(cancellationToken);
        var places = new MenuPlaces(builder, items);
        var own = items.Find(i => i.Id == view.Id);
        return view with
        {
            Text = own is { Kind: MenuItemKind.Entry } && places.All.Contains(own) ? places.LabelOf(own) : view.Text,
            Folders = [.. items.Where(i => i.Kind is MenuItemKind.Folder).OrderBy(i => i.Text, StringComparer.CurrentCulture).Select(i => new MenuFolder(i.Id, i.Text))],
            Permissions = Permissions(),
            Children = own is { Kind: MenuItemKind.Folder } ? [.. places.ContentOf(own).Select(places.LabelOf)] : [],
            Look = LookOf(view, items, own, me),
            MayChange = me.Has(view.Id is null ? AdminPermissions.AddMenuItem : AdminPermissions.ChangeMenuItem),
            MayDelete = view.Id is not null && me.Has(AdminPermissions.DeleteMenuItem),
        };
    }

    /// <summary>The sidebar with this item as the form has it, as far as that makes sense already.</summary>
    private MenuLookView LookOf(MenuItemView view, List<MenuItem> items, MenuItem? own, AccessSnapshot me)
    {
        var item = new ArrangedItem(view.Id ?? 0, own?.EntryKey, view.Text.Length > 0 ? view.Text : "…", view.Icon, view.Kind == "link" && view.Url.Length == 0 ? "/" : view.Url, OrderOf(view))
        {
            Folder = FolderOf(view),
            IsHidden = view.IsHidden,
            Section = SectionOf(view),
        };
        // The browser only ever looks at it, but what is not a link must not even be drawn as one.
        var shown = item.IsLink && MenuItem.RefusalOfUrl(item.Url) is not null ? item with { Url = "/" } : item;
        return new MenuLookView(
            board.LookFor(me, [.. items.Where(i => i.Id != view.Id).Select(i => i.Arranged), shown]),
            own?.EntryKey ?? $"{view.Kind}.{item.Id}");
    }

    private List<FilterChoice> Permissions() =>
        [.. modules.SelectMany(m => m.Permissions).DistinctBy(p => p.Name, StringComparer.Ordinal).OrderBy(p => p.Name, StringComparer.Ordinal).Select(p => new FilterChoice(p.Name, $"{p.Name} · {p.Description}"))];

    internal static MenuItemKind KindOf(MenuItemView view) => Enum.Parse<MenuItemKind>(view.Kind, ignoreCase: true);

    internal static int OrderOf(MenuItemView view) => int.TryParse(view.Order, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var order) ? order : MenuItem.DefaultOrder;

    internal static int? FolderOf(MenuItemView view) => int.TryParse(view.Folder, NumberStyles.None, CultureInfo.InvariantCulture, out var folder) ? folder : null;

    internal static MenuSection? SectionOf(MenuItemView view) => view.Section.Length > 0 && Enum.TryParse<MenuSection>(view.Section, out var section) ? section : null;

    // Class names and nothing else: they end in an attribute of every page.
    [GeneratedRegex("^[a-z0-9 -]*$", RegexOptions.NonBacktracking)]
    private static partial Regex IconClasses();
}
