using AllianceAuth.Shared.Web.Security;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Shared.Web.Localization;

/// <summary>The language of this browser. I18N-008, I18N-020.</summary>
public static class LanguageCookie
{
    // Alliance Auth's life time of the cookie: 1,209,600 seconds.
    private static readonly TimeSpan Life = TimeSpan.FromDays(14);

    private const string CookieName = "language";

    /// <summary>
    /// Puts a profile's language into the browser, at login: only when one was ever chosen and it is not the one the request has anyway. I18N-016 to I18N-019.
    /// </summary>
    public static void Restore(HttpContext http, string? profileLanguage)
    {
        if (SiteLanguage.Find(profileLanguage) is { } language && language != SiteLanguage.Current)
        {
            Set(http, language);
        }
    }

    internal static string? Read(HttpContext http) => http.Request.Cookies[SiteCookie.Name(http, CookieName)];

    internal static void Set(HttpContext http, SiteLanguage language) => SiteCookie.Set(http, CookieName, language.Code, Life);
}
