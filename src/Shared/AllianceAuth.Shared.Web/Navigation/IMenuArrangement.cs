using AllianceAuth.Shared.Navigation;

namespace AllianceAuth.Shared.Web.Navigation;

/// <summary>How admins arranged the sidebar. Implemented by Admin; without it entries stand as their modules declared them.</summary>
public interface IMenuArrangement
{
    /// <summary>All items there are, in any order. Costs no statement when the cache is warm.</summary>
    ValueTask<IReadOnlyList<ArrangedItem>> FindAsync(CancellationToken cancellationToken);
}

/// <summary>One item of the sidebar as an admin arranged it: a module's entry, a link or a folder.</summary>
/// <param name="Id">Its number.</param>
/// <param name="EntryKey">Key of the module's entry; null for a link or a folder. MENU-010.</param>
/// <param name="Text">Label of a link or folder, as the admin wrote it; a module's entry is called in the reader's language.</param>
/// <param name="Icon">Font Awesome classes of a link or folder.</param>
/// <param name="Url">Where a link leads: a local path, or an http or https address. Empty for a folder.</param>
/// <param name="Order">Lowest first.</param>
public sealed record ArrangedItem(int Id, string? EntryKey, string Text, string Icon, string Url, int Order)
{
    /// <summary>Icon of a folder that has none of its own. MENU-026.</summary>
    public const string FolderIcon = "fa-solid fa-folder";

    /// <summary>Icon of a link that has none of its own.</summary>
    public const string LinkIcon = "fa-solid fa-link";

    /// <summary>Number of the folder it is in; null for the top level.</summary>
    public int? Folder { get; init; }

    /// <summary>Not shown; nor is what is in it.</summary>
    public bool IsHidden { get; init; }

    /// <summary>The heading it stands under; null for the one its module chose. In a folder, the folder's counts.</summary>
    public MenuSection? Section { get; init; }

    /// <summary>Who sees a link; null for everybody who is signed in.</summary>
    public string? Permission { get; init; }

    /// <summary>Made by an admin. MENU-011.</summary>
    public bool IsUserDefined => EntryKey is null;

    /// <summary>Holds others. MENU-010.</summary>
    public bool IsFolder => EntryKey is null && Url.Length == 0;

    /// <summary>Leads somewhere an admin chose. MENU-010.</summary>
    public bool IsLink => EntryKey is null && Url.Length > 0;
}
