using AllianceAuth.Shared.Web.Navigation;
using AllianceAuth.Shared.Web.Tables;

namespace AllianceAuth.Admin.Components;

/// <summary>The board on which the sidebar is arranged.</summary>
/// <param name="Page">The items, as they follow each other down the sidebar.</param>
/// <param name="Look">What the sidebar looks like.</param>
/// <param name="Folders">The folders there are.</param>
/// <param name="UserDefined">How many links and folders there are.</param>
/// <param name="MayAdd">Whether the reader may add one.</param>
/// <param name="MayChange">Whether the reader may arrange them.</param>
/// <param name="MayDelete">Whether the reader may delete them.</param>
public sealed record MenuBoardView(
    TablePage<MenuRow> Page, IReadOnlyList<FrameSection> Look, IReadOnlyList<MenuFolder> Folders, int UserDefined, bool MayAdd, bool MayChange, bool MayDelete);

/// <summary>One item.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Label">In the reader's language.</param>
/// <param name="Icon">Font Awesome classes.</param>
/// <param name="Kind">Entry, link or folder, as the texts call it.</param>
/// <param name="Section">The heading it stands under, as the texts call it.</param>
/// <param name="Folder">The folder it is in, or null.</param>
/// <param name="Order">Lowest first.</param>
/// <param name="IsHidden">Whether it is hidden itself.</param>
/// <param name="IsUnseen">Whether nobody sees it, because of itself or of its folder.</param>
/// <param name="Children">What is in a folder; null for all else.</param>
/// <param name="Url">Where a link leads.</param>
/// <param name="Permission">Who sees a link; null for everybody.</param>
/// <param name="CanUp">Whether something stands above it.</param>
/// <param name="CanDown">Whether something stands below it.</param>
public sealed record MenuRow(
    int Id,
    string Label,
    string Icon,
    string Kind,
    string Section,
    string? Folder,
    int Order,
    bool IsHidden,
    bool IsUnseen,
    IReadOnlyList<string>? Children,
    string Url,
    string? Permission,
    bool CanUp,
    bool CanDown)
{
    /// <summary>Made by an admin. MENU-011.</summary>
    public bool IsUserDefined => Kind != "entry";

    /// <summary>MENU-035: folders in square brackets.</summary>
    public string Shown => Kind == "folder" ? $"[{Label}]" : Label;
}

/// <summary>A folder to choose.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Text">What it is called.</param>
public sealed record MenuFolder(int Id, string Text);

/// <summary>The sidebar as it would be.</summary>
/// <param name="Sections">What it shows.</param>
/// <param name="Marked">Key of the item that is being edited; null for none.</param>
public sealed record MenuLookView(IReadOnlyList<FrameSection> Sections, string? Marked = null);
