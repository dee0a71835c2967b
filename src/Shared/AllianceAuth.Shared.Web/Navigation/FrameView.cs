using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Navigation;

namespace AllianceAuth.Shared.Web.Navigation;

/// <summary>What the frame around every page shows.</summary>
/// <param name="User">Who is signed in, or null.</param>
/// <param name="Sections">The sidebar.</param>
/// <param name="Bell">Notifications, or null when no module has any.</param>
/// <param name="PilotsOnline">Pilots online on Tranquility, or null while that is not known.</param>
public sealed record FrameView(AccessSnapshot? User, IReadOnlyList<FrameSection> Sections, BellView? Bell, int? PilotsOnline);

/// <summary>Entries of the sidebar under one heading.</summary>
/// <param name="Section">The heading.</param>
/// <param name="Entries">In the order they are shown.</param>
public sealed record FrameSection(MenuSection Section, IReadOnlyList<FrameEntry> Entries);

/// <summary>One entry of the sidebar.</summary>
/// <param name="Key">Its module's key; <c>link.7</c> or <c>folder.7</c> for what an admin added.</param>
/// <param name="Label">In the user's language.</param>
/// <param name="Icon">Font Awesome classes.</param>
/// <param name="Href">Where it leads; empty for a folder.</param>
/// <param name="Count">The number beside it, in a folder the sum of its content's; 0 for none. MENU-025.</param>
public sealed record FrameEntry(string Key, string Label, string Icon, string Href, int Count)
{
    /// <summary>Whether the user is on it or below it.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>Leads to another site. MENU-028.</summary>
    public bool IsExternal { get; init; }

    /// <summary>What is in a folder, in the order it is shown; empty for all else.</summary>
    public IReadOnlyList<FrameEntry> Children { get; init; } = [];

    /// <summary>A folder that is open because the user is in it. MENU-027.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Holds others.</summary>
    public bool IsFolder => Children.Count > 0;
}
