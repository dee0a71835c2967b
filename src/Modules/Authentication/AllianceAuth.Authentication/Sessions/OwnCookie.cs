using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Authentication.Sessions;

/// <summary>How this module's cookies are made: for this host only, unreadable for scripts, not sent along with other sites' forms.</summary>
internal static class OwnCookie
{
    /// <summary>Over https the browser itself checks by the prefix that no other host set the cookie.</summary>
    public static string Name(HttpContext http, string name) => http.Request.IsHttps ? $"__Host-{name}" : name;

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
