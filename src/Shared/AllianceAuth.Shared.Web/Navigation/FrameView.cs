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
/// <param name="Entry">As its module declared it.</param>
/// <param name="Label">In the user's language.</param>
/// <param name="Count">The number beside it; 0 for none.</param>
/// <param name="IsCurrent">Whether the user is on it or below it.</param>
public sealed record FrameEntry(MenuEntry Entry, string Label, int Count, bool IsCurrent);
