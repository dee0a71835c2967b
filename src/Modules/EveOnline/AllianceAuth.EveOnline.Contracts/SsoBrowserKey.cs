using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.EveOnline.Contracts;

/// <summary>The secret that ties a round trip to the browser that started it. Pages that start or finish one take it from here.</summary>
public static class SsoBrowserKey
{
    /// <summary>Name of the cookie; it lives as long as the browser is open.</summary>
    public const string Cookie = "aa_sso";

    private const int Bytes = 32;
    private static readonly int Length = Base64Url.GetEncodedLength(Bytes);

    /// <summary>This browser's key; a new one is made and set when it has none.</summary>
    public static string Ensure(HttpContext http)
    {
        if (Find(http) is { } known)
        {
            return known;
        }

        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        // Lax: the browser comes back from the SSO by a link of another site.
        http.Response.Cookies.Append(Cookie, key, new CookieOptions
        {
            HttpOnly = true,
            Secure = http.Request.IsHttps,
            SameSite = SameSiteMode.Lax,
            Path = "/",
            IsEssential = true,
        });
        return key;
    }

    /// <summary>This browser's key, or null when it has none.</summary>
    public static string? Find(HttpContext http) =>
        http.Request.Cookies[Cookie] is { } key && key.Length == Length && Base64Url.IsValid(key) ? key : null;
}
