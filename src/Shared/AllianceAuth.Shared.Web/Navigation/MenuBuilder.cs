using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Modules;
using AllianceAuth.Shared.Navigation;
using AllianceAuth.Shared.Web.Localization;
using AllianceAuth.Shared.Web.Responses;

namespace AllianceAuth.Shared.Web.Navigation;

/// <summary>Puts the sidebar together: what the modules declare, arranged as an admin wants it, for one user on one page. MENU-020 to MENU-031.</summary>
public sealed class MenuBuilder(IEnumerable<IModule> modules, Texts texts)
{
    private static readonly IReadOnlyDictionary<string, int> NoCounts = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Every entry of every module, whoever may see it.</summary>
    public IReadOnlyList<MenuEntry> Declared { get; } = [.. modules.SelectMany(m => m.Menu).DistinctBy(e => e.Key, StringComparer.Ordinal)];

    /// <summary>What an entry is called in the reader's language. MENU-019: by its key when its module has no word for it.</summary>
    public string LabelOf(MenuEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return texts.Say(entry.Text) is { Length: > 0 } label ? label : entry.Key;
    }

    /// <summary>The sidebar.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="items">As admins arranged them. Entries without an item stand as declared; items whose entry no module declares any more are skipped. MENU-031.</param>
    /// <param name="counts">Numbers by entry key; without them, entries that are shown only when counted are left out.</param>
    /// <param name="path">The page it is drawn on.</param>
    public IReadOnlyList<FrameSection> Build(AccessSnapshot user, IReadOnlyList<ArrangedItem> items, IReadOnlyDictionary<string, int>? counts = null, string path = "")
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(items);
        var folders = items.Where(i => i.IsFolder && !i.IsHidden).ToDictionary(i => i.Id);
        var leaves = Leaves(user, items, counts ?? NoCounts).Where(leaf => leaf.Folder is not { } folder || folders.ContainsKey(folder)).ToList();
        if (Current(leaves, path) is { } current)
        {
            leaves[leaves.IndexOf(current)] = current with { Entry = current.Entry with { IsCurrent = true } };
        }

        // MENU-024: a folder is there only with what is in it.
        var filled = leaves.Where(l => l.Folder is not null).GroupBy(l => l.Folder!.Value).Select(content => Fill(folders[content.Key], content));
        return
        [
            .. leaves.Where(l => l.Folder is null).Concat(filled)
                .GroupBy(l => l.Section)
                .OrderBy(section => section.Key)
                .Select(section => new FrameSection(section.Key, [.. Sorted(section)])),
        ];
    }

    /// <summary>The pages of the sidebar one after another, without their folders: what the search box offers.</summary>
    public static IEnumerable<FrameEntry> PagesOf(IEnumerable<FrameSection> sections) =>
        sections.SelectMany(s => s.Entries).SelectMany(e => e.IsFolder ? e.Children : [e]);

    private IEnumerable<Leaf> Leaves(AccessSnapshot user, IReadOnlyList<ArrangedItem> items, IReadOnlyDictionary<string, int> counts)
    {
        var arranged = items.Where(i => i.EntryKey is not null).DistinctBy(i => i.EntryKey, StringComparer.Ordinal).ToDictionary(i => i.EntryKey!, StringComparer.Ordinal);
        foreach (var entry in Declared.Where(e => (e.VisibleTo?.Invoke(user) ?? true) && (!e.OnlyWhenCounted || counts.ContainsKey(e.Key))))
        {
            var item = arranged.GetValueOrDefault(entry.Key);
            if (item?.IsHidden != true)
            {
                yield return new Leaf(
                    new FrameEntry(entry.Key, LabelOf(entry), entry.Icon, entry.Href, counts.GetValueOrDefault(entry.Key)),
                    item?.Section ?? entry.Section,
                    item?.Order ?? entry.Order,
                    item?.Folder)
                {
                    Covers = entry.Covers,
                };
            }
        }

        foreach (var link in items.Where(i => i.IsLink && !i.IsHidden && (i.Permission is null || user.Has(i.Permission))))
        {
            var isExternal = LocalPath.OrNull(link.Url) is null;
            yield return new Leaf(
                new FrameEntry($"link.{link.Id}", link.Text, link.Icon.Length > 0 ? link.Icon : ArrangedItem.LinkIcon, link.Url, Count: 0) { IsExternal = isExternal },
                link.Section ?? MenuSection.Main,
                link.Order,
                link.Folder);
        }
    }

    private static Leaf Fill(ArrangedItem folder, IEnumerable<Leaf> content)
    {
        IReadOnlyList<FrameEntry> children = [.. Sorted(content)];
        return new Leaf(
            new FrameEntry($"folder.{folder.Id}", folder.Text, folder.Icon.Length > 0 ? folder.Icon : ArrangedItem.FolderIcon, "", children.Sum(c => c.Count))
            {
                Children = children,
                IsOpen = children.Any(c => c.IsCurrent),
            },
            folder.Section ?? MenuSection.Main,
            folder.Order,
            Folder: null);
    }

    private static IEnumerable<FrameEntry> Sorted(IEnumerable<Leaf> leaves) =>
        leaves.OrderBy(l => l.Order).ThenBy(l => l.Entry.Label, StringComparer.CurrentCulture).Select(l => l.Entry);

    /// <summary>The entry the page belongs to: the one that says most about where one is. MENU-043.</summary>
    private static Leaf? Current(IEnumerable<Leaf> leaves, string path) =>
        path.Length == 0
            ? null
            : leaves.Where(l => !l.Entry.IsExternal)
                .SelectMany(l => l.Covers.Prepend(l.Entry.Href.Split('?', '#')[0]), (leaf, href) => new { Leaf = leaf, Href = href })
                .Where(place => IsAtOrBelow(path, place.Href))
                .MaxBy(place => place.Href.Length)?.Leaf;

    private static bool IsAtOrBelow(string path, string href) =>
        path.StartsWith(href, StringComparison.OrdinalIgnoreCase)
        && (path.Length == href.Length || href.EndsWith('/') || path[href.Length] == '/');

    private sealed record Leaf(FrameEntry Entry, MenuSection Section, int Order, int? Folder)
    {
        /// <summary>Addresses outside its own on which it is highlighted too.</summary>
        public IReadOnlyList<string> Covers { get; init; } = [];
    }
}
