using System.Globalization;
using System.Text.RegularExpressions;

namespace AllianceAuth.Simulator.Discord;

/// <summary>A path of the API, taken apart.</summary>
/// <param name="Version">6 when the path names none.</param>
/// <param name="Path">What comes after the version.</param>
internal readonly partial record struct DiscordPath(int Version, string Path)
{
    public const string Api = "/discord/api";

    // What answers when nobody asks for a version.
    private const int UsualVersion = 6;
    private const int NewestVersion = 10;

    private static readonly object Key = new();

    public bool IsServed => Version is >= UsualVersion and <= NewestVersion;

    /// <summary>Of the call as it was sent, also after its path was changed for routing.</summary>
    public static DiscordPath Of(HttpContext http)
    {
        if (http.Items[Key] is not DiscordPath path)
        {
            http.Items[Key] = path = Of(http.Request.Path);
        }

        return path;
    }

    /// <summary>Takes the version out of the path, so that each route is written once.</summary>
    public static void Strip(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments(Api, StringComparison.OrdinalIgnoreCase))
        {
            http.Request.Path = $"{Api}{Of(http).Path}";
        }
    }

    private static DiscordPath Of(PathString path)
    {
        path.StartsWithSegments(Api, StringComparison.OrdinalIgnoreCase, out var rest);
        var match = Versioned().Match(rest.Value ?? "");
        return match.Success
            ? new(int.TryParse(match.Groups["version"].ValueSpan, CultureInfo.InvariantCulture, out var version) ? version : 0, match.Groups["rest"].Value)
            : new(UsualVersion, rest.Value ?? "");
    }

    [GeneratedRegex("^/v(?<version>[0-9]{1,6})(?<rest>/.*)?$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Versioned();
}
