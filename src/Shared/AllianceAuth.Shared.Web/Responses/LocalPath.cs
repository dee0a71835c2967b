namespace AllianceAuth.Shared.Web.Responses;

/// <summary>Decides whether an address from outside may be redirected to: only a path of this site.</summary>
public static class LocalPath
{
    /// <summary>The address when it is a path of this site, otherwise the fallback.</summary>
    public static string OrDefault(string? next, string fallback = "/") => OrNull(next) ?? fallback;

    /// <summary>The address when it is a path of this site, otherwise null.</summary>
    public static string? OrNull(string? next) => IsLocal(next) ? next : null;

    private static bool IsLocal(string? next)
    {
        if (string.IsNullOrEmpty(next) || next.Length > 2000 || next[0] != '/')
        {
            return false;
        }

        // Browsers read "//host" and "/\host" as another site, drop tabs and line breaks before they do so, and decode nothing:
        // an encoded slash stays in the path.
        return !(next.Length > 1 && next[1] is '/' or '\\') && !next.Any(c => char.IsControl(c) || c is '\\' or '\u2028' or '\u2029');
    }
}
