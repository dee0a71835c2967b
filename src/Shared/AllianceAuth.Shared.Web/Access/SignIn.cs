using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Shared.Web.Access;

/// <summary>Where people sign in.</summary>
public static class SignIn
{
    /// <summary>The login page. AUTH's address of Alliance Auth.</summary>
    public const string Path = "/account/login/";

    /// <summary>The login page, with the way back to where the person was.</summary>
    public static string PathFor(HttpContext http)
    {
        ArgumentNullException.ThrowIfNull(http);
        var back = http.Request.IsHtmx || !HttpMethods.IsGet(http.Request.Method)
            ? http.Request.CurrentPage
            : LocalPath.OrNull(http.Request.PathBase + http.Request.Path + http.Request.QueryString);
        return back is null or "/" || back.StartsWith(Path, StringComparison.OrdinalIgnoreCase) ? Path : $"{Path}?next={Uri.EscapeDataString(back)}";
    }
}
