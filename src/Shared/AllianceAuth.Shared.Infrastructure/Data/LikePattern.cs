namespace AllianceAuth.Shared.Infrastructure.Data;

/// <summary>
/// Patterns for <c>ILIKE</c> in which what was typed stands for itself. Hand <see cref="Escape"/> over with the pattern: without it Npgsql says that there is
/// no escape character, and a name with an underscore is never found.
/// </summary>
public static class LikePattern
{
    /// <summary>The escape character of these patterns.</summary>
    public const string Escape = @"\";

    /// <summary>Equal but for case.</summary>
    public static string Exactly(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
    }

    /// <summary>Anywhere in it.</summary>
    public static string Containing(string text) => $"%{Exactly(text)}%";

    /// <summary>At its beginning.</summary>
    public static string Beginning(string text) => $"{Exactly(text)}%";
}
