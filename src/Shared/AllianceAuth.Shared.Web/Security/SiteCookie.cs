using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Shared.Web.Security;

/// <summary>The one way our own cookies are made: for this host only, unreadable for scripts, never sent along from other sites' forms.</summary>
internal static class SiteCookie
{
    /// <summary>Over https the browser itself checks by the prefix that the cookie belongs to this host alone.</summary>
    public static string Name(HttpContext http, string name) => http.Request.IsHttps ? $"__Host-{name}" : name;

    public static void Set(HttpContext http, string name, string value, TimeSpan? life) =>
        http.Response.Cookies.Append(Name(http, name), value, Options(http, life));

    public static CookieOptions Options(HttpContext http, TimeSpan? life = null) => new()
    {
        HttpOnly = true,
        Secure = http.Request.IsHttps,
        SameSite = SameSiteMode.Lax,
        Path = "/",
        MaxAge = life,
        IsEssential = true,
    };
}
