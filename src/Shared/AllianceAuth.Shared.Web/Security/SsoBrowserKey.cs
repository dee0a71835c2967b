using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Shared.Web.Security;

/// <summary>The secret that ties a round trip to EVE's login to the browser that started it. Pages that start or finish one take it from here.</summary>
public static class SsoBrowserKey
{
    private const string CookieName = "sso";
    private const int Bytes = 32;
    private static readonly int Length = Base64Url.GetEncodedLength(Bytes);

    /// <summary>This browser's key; a new one is made and set when it has none. It lives as long as the browser is open.</summary>
    public static string Ensure(HttpContext http)
    {
        if (Find(http) is { } known)
        {
            return known;
        }

        var key = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));
        SiteCookie.Set(http, CookieName, key, life: null);
        return key;
    }

    /// <summary>This browser's key, or null when it has none.</summary>
    public static string? Find(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        return http.Request.Cookies[SiteCookie.Name(http, CookieName)] is { } key && key.Length == Length && Base64Url.IsValid(key) ? key : null;
    }
}
