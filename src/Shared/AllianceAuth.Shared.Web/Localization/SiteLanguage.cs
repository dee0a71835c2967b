using System.Collections.Concurrent;
using System.Globalization;

namespace AllianceAuth.Shared.Web.Localization;

/// <summary>A language people can select.</summary>
/// <param name="Code">As it stands in cookie and profile; Alliance Auth's codes, so that profiles can be imported. I18N-031.</param>
/// <param name="CultureName">.NET's name of it.</param>
/// <param name="OwnName">As its speakers call it.</param>
public sealed record SiteLanguage(string Code, string CultureName, string OwnName)
{
    // Each text of a page asks.
    private static readonly ConcurrentDictionary<CultureInfo, SiteLanguage> OfCultures = new();

    /// <summary>What is used when nothing else matches. I18N-001.</summary>
    public static SiteLanguage Default { get; } = new("en", "en", "English");

    /// <summary>All that can be selected, the default first.</summary>
    public static IReadOnlyList<SiteLanguage> All { get; } =
    [
        Default,
        new("de", "de", "Deutsch"),
        new("es", "es", "Español"),
        new("zh-hans", "zh-Hans", "简体中文"),
        new("ru", "ru", "Русский"),
        new("ko", "ko", "한국어"),
        new("fr", "fr", "Français"),
        new("ja", "ja", "日本語"),
        new("it", "it", "Italiano"),
        new("uk", "uk", "Українська"),
    ];

    /// <summary>The language of the current request.</summary>
    public static SiteLanguage Current => OfCulture(CultureInfo.CurrentUICulture);

    /// <summary>The culture that carries its texts and its way of writing numbers.</summary>
    public CultureInfo Culture => CultureInfo.GetCultureInfo(CultureName);

    /// <summary>The language under a code, or null when it cannot be selected.</summary>
    public static SiteLanguage? Find(string? code) =>
        All.FirstOrDefault(language => string.Equals(language.Code, code, StringComparison.OrdinalIgnoreCase));

    /// <summary>The language of a culture or of its nearest parent; the default when there is none.</summary>
    public static SiteLanguage OfCulture(CultureInfo culture) => OfCultures.GetOrAdd(culture, Search);

    private static SiteLanguage Search(CultureInfo culture)
    {
        for (var current = culture; current.Name.Length > 0; current = current.Parent)
        {
            var found = All.FirstOrDefault(language => string.Equals(language.CultureName, current.Name, StringComparison.OrdinalIgnoreCase));
            if (found is not null)
            {
                return found;
            }
        }

        return Default;
    }
}
