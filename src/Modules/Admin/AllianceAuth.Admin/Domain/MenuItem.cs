using AllianceAuth.Shared.Navigation;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Navigation;
using AllianceAuth.Shared.Web.Responses;

namespace AllianceAuth.Admin.Domain;

/// <summary>One item of the sidebar: where an admin wants a module's entry, or a link or folder of the admin's own.</summary>
internal sealed class MenuItem
{
    public const int TextLength = 150;
    public const int UrlLength = 2000;
    public const int DefaultOrder = 9999;

    public int Id { get; private set; }

    /// <summary>Key of the module's entry; null for a link or folder. MENU-012: never empty.</summary>
    public string? EntryKey { get; init; }

    /// <summary>Label of a link or folder; of an entry the English one, as its module has it. MENU-016.</summary>
    public string Text { get; set; } = "";

    /// <summary>Lowest first.</summary>
    public int Order { get; set; } = DefaultOrder;

    /// <summary>The folder it is in.</summary>
    public int? FolderId { get; set; }

    public bool IsHidden { get; set; }

    /// <summary>Font Awesome classes of a link or folder.</summary>
    public string Icon { get; set; } = "";

    /// <summary>Where a link leads; empty for a folder.</summary>
    public string Url { get; set; } = "";

    /// <summary>The heading it stands under; null for the module's choice.</summary>
    public MenuSection? Section { get; set; }

    /// <summary>Who sees a link; null for everybody. Better than MENU-032.</summary>
    public string? Permission { get; set; }

    public MenuItemKind Kind => KindOf(EntryKey, Url);

    /// <summary>MENU-011.</summary>
    public bool IsUserDefined => Kind is not MenuItemKind.Entry;

    /// <summary>MENU-011.</summary>
    public bool IsChild => FolderId is not null;

    public ArrangedItem Arranged => new(Id, EntryKey, Text, Icon, Url, Order)
    {
        Folder = FolderId,
        IsHidden = IsHidden,
        Section = Section,
        Permission = Permission,
    };

    /// <summary>MENU-010: with a key an entry; without key and address a folder; otherwise a link.</summary>
    public static MenuItemKind KindOf(string? entryKey, string url) =>
        entryKey is not null ? MenuItemKind.Entry : url.Length == 0 ? MenuItemKind.Folder : MenuItemKind.Link;

    /// <summary>Why an address cannot be a link's; null when it can. Only pages of this site and http or https: everything else a browser might run.</summary>
    public static Refusal? RefusalOfUrl(string url)
    {
        if (url.Length == 0)
        {
            // MENU-040: without one it would be a folder.
            return new Refusal("admin.menu.url.missing");
        }

        if (url.Length > UrlLength || url.Any(char.IsControl))
        {
            return new Refusal("admin.menu.url.wrong");
        }

        if (LocalPath.OrNull(url) is not null)
        {
            return null;
        }

        return Uri.TryCreate(url, UriKind.Absolute, out var address)
            && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
            && address.Host.Length > 0
            && address.UserInfo.Length == 0
            ? null
            : new Refusal("admin.menu.url.wrong");
    }

    /// <summary>Why an item cannot be in that folder; null when it can. MENU-030: folders are not put into folders.</summary>
    public static Refusal? RefusalOfFolder(MenuItemKind kind, MenuItem? folder) =>
        kind is MenuItemKind.Folder || folder is not { Kind: MenuItemKind.Folder } ? new Refusal("admin.menu.folder.wrong") : null;
}

/// <summary>What an item of the sidebar is.</summary>
internal enum MenuItemKind
{
    /// <summary>A module's.</summary>
    Entry,

    /// <summary>Leads somewhere an admin chose.</summary>
    Link,

    /// <summary>Holds others.</summary>
    Folder,
}
