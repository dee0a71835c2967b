namespace AllianceAuth.Shared.Web.Themes;

/// <summary>Looks for people who chose none. Section <c>Themes</c>.</summary>
public sealed class ThemeSettings
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Themes";

    /// <summary>Id of the theme of people who never chose one. DEFAULT_THEME.</summary>
    public string Default { get; set; } = "auto";

    /// <summary>The same with night mode on. DEFAULT_THEME_DARK.</summary>
    public string DefaultDark { get; set; } = "dark";
}
