using AllianceAuth.Shared.Web.Security;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Shared.Web.Navigation;

/// <summary>
/// How this browser shows the sidebar. Cookies, so that the server knows it before the first byte and nothing jumps. MENU-047.
/// </summary>
internal static class MenuPreferences
{
    private const string RailName = "rail";

    // Written by script, which the other cookie is kept from; it holds nothing but which folders are open.
    private const string FoldersName = "menu-folders";
    private const int MostFolders = 50;
    private static readonly TimeSpan Life = TimeSpan.FromDays(365);

    public static bool IsRail(HttpContext http) => http.Request.Cookies[SiteCookie.Name(http, RailName)] == "on";

    public static void SetRail(HttpContext http, bool rail) => SiteCookie.Set(http, RailName, rail ? "on" : "off", Life);

    public static IReadOnlySet<string> OpenFolders(HttpContext http) =>
        http.Request.Cookies[FoldersName] is { Length: > 0 } open ? open.Split('~').Take(MostFolders).ToHashSet(StringComparer.Ordinal) : new HashSet<string>();
}
