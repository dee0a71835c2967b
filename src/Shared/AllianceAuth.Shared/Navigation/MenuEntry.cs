using AllianceAuth.Shared.Access;

namespace AllianceAuth.Shared.Navigation;

/// <summary>An entry of the sidebar.</summary>
/// <param name="Key">Unique and stable, for example <c>authentication.dashboard</c>; also the id of its counter.</param>
/// <param name="Text">Text key in the module's texts.</param>
/// <param name="Icon">Font Awesome classes, for example <c>fa-solid fa-gauge-high</c>.</param>
/// <param name="Href">Local address, for example <c>/dashboard/</c>. The entry is highlighted on it and below it.</param>
/// <param name="Order">Lowest first; below 1000 is kept for Alliance Auth itself. MENU-009: equal ones sort by label.</param>
public sealed record MenuEntry(string Key, string Text, string Icon, string Href, int Order = 9999)
{
    /// <summary>The heading it stands under.</summary>
    public MenuSection Section { get; init; }

    /// <summary>Further local addresses on and below which it is highlighted.</summary>
    public IReadOnlyList<string> Covers { get; init; } = [];

    /// <summary>Who sees it; null for everybody who is signed in.</summary>
    public Func<AccessSnapshot, bool>? VisibleTo { get; init; }

    /// <summary>Shown only where the module's <see cref="IMenuCounts"/> names the entry, be it with 0: for what the access alone does not tell, such as leading a group.</summary>
    public bool OnlyWhenCounted { get; init; }
}

/// <summary>Headings of the sidebar, in this order.</summary>
public enum MenuSection
{
    /// <summary>Without a heading, at the top.</summary>
    Main,

    /// <summary>Fleets: operations, timers, ship replacement, activity.</summary>
    Fleets,

    /// <summary>Leading: requests, applications, corporation statistics.</summary>
    Leading,

    /// <summary>Staff: administration.</summary>
    Staff,
}

/// <summary>Supplies the numbers beside sidebar entries, all of a module's entries at once. MENU-006: shown only from 1 up.</summary>
public interface IMenuCounts
{
    /// <summary>Counts by entry key for this user; entries without a number are left out.</summary>
    ValueTask<IReadOnlyDictionary<string, int>> CountAsync(AccessSnapshot user, CancellationToken cancellationToken);
}

/// <summary>Something the user should do, shown under "Needs you" on the dashboard.</summary>
/// <param name="Icon">Font Awesome classes.</param>
/// <param name="Title">One line, in the user's language.</param>
/// <param name="Detail">Why, and what happens otherwise, in the user's language.</param>
/// <param name="ActionText">Label of the button.</param>
/// <param name="ActionHref">Local address of the button.</param>
public sealed record AttentionItem(string Icon, string Title, string Detail, string ActionText, string ActionHref);

/// <summary>Lets a module add to "Needs you".</summary>
public interface IAttentionSource
{
    /// <summary>What this user should do now; empty when all is well.</summary>
    ValueTask<IReadOnlyList<AttentionItem>> FindAsync(AccessSnapshot user, CancellationToken cancellationToken);
}
