using AllianceAuth.Admin.Components;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Kit;

namespace AllianceAuth.Admin.Features.EditMenuItem;

/// <summary>The form of one item of the sidebar; which fields it has depends on what it is. MENU-037.</summary>
/// <param name="Id">Its number; null for a new one.</param>
/// <param name="Kind">Entry, link or folder, as the texts call it.</param>
/// <param name="Text">Its label.</param>
/// <param name="Icon">Font Awesome classes.</param>
/// <param name="Url">Where a link leads.</param>
/// <param name="Order">As it was typed.</param>
/// <param name="Folder">The folder it is in, as it was sent; empty for none.</param>
/// <param name="Section">The heading, as it was sent; empty for the module's choice.</param>
/// <param name="IsHidden">Not shown.</param>
/// <param name="Permission">Who sees a link; empty for everybody.</param>
public sealed record MenuItemView(int? Id, string Kind, string Text, string Icon, string Url, string Order, string Folder, string Section, bool IsHidden, string Permission)
{
    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, Refusal> Errors { get; init; } = new Dictionary<string, Refusal>(StringComparer.Ordinal);

    /// <summary>Folders to choose from, by text. MENU-038.</summary>
    public IReadOnlyList<MenuFolder> Folders { get; init; } = [];

    /// <summary>Permissions to choose from.</summary>
    public IReadOnlyList<FilterChoice> Permissions { get; init; } = [];

    /// <summary>What is in a folder.</summary>
    public IReadOnlyList<string> Children { get; init; } = [];

    /// <summary>The sidebar as it would be.</summary>
    public MenuLookView Look { get; init; } = new([]);

    /// <summary>Whether the reader may save.</summary>
    public bool MayChange { get; init; }

    /// <summary>Whether the reader may delete it.</summary>
    public bool MayDelete { get; init; }
}
