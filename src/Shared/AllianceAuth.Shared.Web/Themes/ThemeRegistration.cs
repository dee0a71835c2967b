namespace AllianceAuth.Shared.Web.Themes;

/// <summary>A look of the site. Modules add their own by registering one with the services. UI-007, UI-015.</summary>
/// <param name="Id">Unique and stable; stored in the profile and in the cookie.</param>
/// <param name="Name">As the list shows it; a name, so never translated.</param>
/// <param name="Scheme">Whether it is dark or light.</param>
public sealed record ThemeRegistration(string Id, string Name, ThemeScheme Scheme)
{
    /// <summary>Text key that replaces <see cref="Name"/> where the name is a word and not a brand; null for brands.</summary>
    public string? NameText { get; init; }

    /// <summary>Lower-case name of a Bootswatch or other Bootstrap build that is loaded instead of ours; null for our own look.</summary>
    public string? Skin { get; init; }

    /// <summary>Local address of that build.</summary>
    public string? StyleSheet { get; init; }

    /// <summary>Ids under which Alliance Auth stored the same look, so that an imported choice still holds.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];
}

/// <summary>What a theme says about light.</summary>
public enum ThemeScheme
{
    /// <summary>Light on dark.</summary>
    Dark,

    /// <summary>Dark on light.</summary>
    Light,

    /// <summary>As the visitor's system is set.</summary>
    Automatic,
}
