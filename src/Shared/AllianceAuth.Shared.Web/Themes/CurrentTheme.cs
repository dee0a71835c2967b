using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Shared.Web.Themes;

/// <summary>The theme of the current request.</summary>
internal static class CurrentTheme
{
    public static ThemeRegistration Of(HttpContext http, ThemeList themes) => themes.Decide(ThemeCookies.Theme(http), ThemeCookies.Night(http));

    /// <summary>Value of Bootstrap's attribute on the html element.</summary>
    public static string Attribute(ThemeRegistration theme) => theme.Scheme switch
    {
        ThemeScheme.Light => "light",
        ThemeScheme.Dark => "dark",
        _ => "auto",
    };
}
