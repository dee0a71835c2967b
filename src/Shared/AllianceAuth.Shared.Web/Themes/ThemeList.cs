using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Web.Themes;

/// <summary>All themes of this installation, and which one holds.</summary>
public sealed class ThemeList(IEnumerable<ThemeRegistration> themes, IOptions<ThemeSettings> settings)
{
    private readonly List<ThemeRegistration> _themes = [.. themes.DistinctBy(t => t.Id, StringComparer.Ordinal)];

    /// <summary>In the order they were registered.</summary>
    public IReadOnlyList<ThemeRegistration> All => _themes;

    /// <summary>The theme under an id or a former id, or null when it is not installed (any more).</summary>
    public ThemeRegistration? Find(string? id) => string.IsNullOrEmpty(id)
        ? null
        : _themes.Find(t => t.Id == id) ?? _themes.Find(t => t.Aliases.Contains(id, StringComparer.Ordinal));

    /// <summary>The theme to show. UI-009, UI-010: the chosen one while it is installed, else the default for night or day.</summary>
    /// <param name="chosen">What was chosen, or null.</param>
    /// <param name="nightMode">Night mode; null and false both mean off. UI-002.</param>
    public ThemeRegistration Decide(string? chosen, bool? nightMode) =>
        Find(chosen)
        ?? Find(nightMode == true && string.IsNullOrEmpty(chosen) ? settings.Value.DefaultDark : settings.Value.Default)
        ?? _themes[0];
}
