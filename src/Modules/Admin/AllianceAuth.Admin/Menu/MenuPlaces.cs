using AllianceAuth.Admin.Domain;
using AllianceAuth.Shared.Navigation;
using AllianceAuth.Shared.Web.Navigation;

namespace AllianceAuth.Admin.Menu;

/// <summary>Where items stand beside each other: by heading, folder, number and label, hidden ones too. The same order as the sidebar's.</summary>
internal sealed class MenuPlaces
{
    private readonly MenuBuilder _builder;
    private readonly Dictionary<string, MenuEntry> _declared;

    public MenuPlaces(MenuBuilder builder, IReadOnlyList<MenuItem> items)
    {
        _builder = builder;
        _declared = builder.Declared.ToDictionary(e => e.Key, StringComparer.Ordinal);
        All = [.. items.Where(i => i.EntryKey is null || _declared.ContainsKey(i.EntryKey))];
    }

    /// <summary>What can be shown at all.</summary>
    public IReadOnlyList<MenuItem> All { get; }

    public string LabelOf(MenuItem item) => item.EntryKey is { } key ? _builder.LabelOf(_declared[key]) : item.Text;

    public string IconOf(MenuItem item) => item switch
    {
        { EntryKey: { } key } => _declared[key].Icon,
        { Icon.Length: > 0 } => item.Icon,
        { Kind: MenuItemKind.Folder } => ArrangedItem.FolderIcon,
        _ => ArrangedItem.LinkIcon,
    };

    /// <summary>The heading it stands under; in a folder, the folder's.</summary>
    public MenuSection SectionOf(MenuItem item) =>
        item.FolderId is { } folder && All.FirstOrDefault(i => i.Id == folder) is { } holder ? SectionOf(holder)
        : item.Section ?? (item.EntryKey is { } key ? _declared[key].Section : MenuSection.Main);

    public IReadOnlyList<MenuItem> ContentOf(MenuItem folder) => Sorted(All.Where(i => i.FolderId == folder.Id));

    /// <summary>Those it stands among, itself too.</summary>
    public IReadOnlyList<MenuItem> SiblingsOf(MenuItem item) => item.FolderId is { } folder
        ? Sorted(All.Where(i => i.FolderId == folder))
        : Sorted(All.Where(i => i.FolderId is null && SectionOf(i) == SectionOf(item)));

    /// <summary>All of them, as they follow each other down the sidebar.</summary>
    public IEnumerable<MenuItem> Walk() =>
        from section in All.Where(i => i.FolderId is null).GroupBy(SectionOf).OrderBy(s => s.Key)
        from item in Sorted(section)
        from shown in item.Kind is MenuItemKind.Folder ? ContentOf(item).Prepend(item) : [item]
        select shown;

    private IReadOnlyList<MenuItem> Sorted(IEnumerable<MenuItem> items) =>
        [.. items.OrderBy(i => i.Order).ThenBy(LabelOf, StringComparer.CurrentCulture)];
}
