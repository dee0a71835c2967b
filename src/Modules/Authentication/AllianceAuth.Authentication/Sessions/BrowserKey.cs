using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace AllianceAuth.Authentication.Sessions;

/// <summary>A secret of this browser, so that only the browser that began a round trip to EVE can finish it.</summary>
internal static class BrowserKey
{
    private const string CookieName = "browser";

    /// <summary>The browser's secret; made on the first call.</summary>
    public static string Of(HttpContext http)
    {
        var name = OwnCookie.Name(http, CookieName);
        if (http.Request.Cookies[name] is { Length: 43 } key)
        {
            return key;
        }

        var made = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
        http.Response.Cookies.Append(name, made, OwnCookie.Options(http));
        return made;
    }

    /// <summary>The browser's secret, or null when it has none.</summary>
    public static string? Find(HttpContext http) => http.Request.Cookies[OwnCookie.Name(http, CookieName)];

    /// <summary>Forgets it: the next round trip gets a new one. At every sign-in, so that a secret planted before is worth nothing.</summary>
    public static void Forget(HttpContext http) => http.Response.Cookies.Delete(OwnCookie.Name(http, CookieName), OwnCookie.Options(http));
}
