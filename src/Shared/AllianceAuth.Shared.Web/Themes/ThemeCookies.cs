using AllianceAuth.Shared.Web.Security;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Shared.Web.Themes;

/// <summary>
/// The look of this browser. Cookies, so that the server knows it before the first byte and no page ever flashes in another colour.
/// </summary>
public static class ThemeCookies
{
    private const string ThemeName = "theme";
    private const string NightName = "night";
    private static readonly TimeSpan Life = TimeSpan.FromDays(365);

    /// <summary>Puts a profile's choices into the browser, at login. What was never chosen is left as the browser has it. UI-004, UI-014.</summary>
    /// <param name="http">The answer to the login.</param>
    /// <param name="theme">Theme id from the profile; null or empty when never chosen.</param>
    /// <param name="nightMode">Night mode from the profile; null when never chosen.</param>
    public static void Restore(HttpContext http, string? theme, bool? nightMode)
    {
        if (!string.IsNullOrEmpty(theme))
        {
            SetTheme(http, theme);
        }

        if (nightMode is { } night)
        {
            SetNight(http, night);
        }
    }

    internal static string? Theme(HttpContext http) => http.Request.Cookies[SiteCookie.Name(http, ThemeName)];

    internal static bool? Night(HttpContext http) => http.Request.Cookies[SiteCookie.Name(http, NightName)] switch
    {
        "on" => true,
        "off" => false,
        _ => null,
    };

    internal static void SetTheme(HttpContext http, string theme) => SiteCookie.Set(http, ThemeName, theme, Life);

    internal static void SetNight(HttpContext http, bool night) => SiteCookie.Set(http, NightName, night ? "on" : "off", Life);
}
