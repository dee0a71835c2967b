using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Notifications.Domain;

/// <summary>An error as it was logged.</summary>
/// <param name="Level">Error or Critical.</param>
/// <param name="Category">The class that logged it.</param>
/// <param name="Template">The sentence without its values: what makes two errors the same.</param>
/// <param name="Text">The sentence.</param>
/// <param name="Exception">What was thrown, or null.</param>
internal sealed record LoggedError(LogLevel Level, string Category, string Template, string Text, Exception? Exception)
{
    private const int LongestText = 4_000;

    /// <summary>The same for the same error with other values.</summary>
    public string Key => $"{Category}|{Template}|{Exception?.GetType().FullName}";

    /// <summary>The name the level has in Alliance Auth's logs.</summary>
    public string LevelName => Level is LogLevel.Critical ? "CRITICAL" : "ERROR";

    /// <summary>Level, function and line: <c>ERROR [SaveAsync:42]</c>. Without an exception nobody knows the line, and the class stands for both. NOTE-034.</summary>
    public string Title => $"{LevelName} [{Place}]";

    /// <summary>The sentence, and after a blank line what was thrown.</summary>
    public string Message => Cut(Exception is null ? Text : $"{Text}\n\n{Exception}");

    /// <summary>Identifies the notice: the same error in the same hour is told once, whichever node it happened on.</summary>
    public Guid NoticeAt(DateTimeOffset now)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{Key}|{now.ToUnixTimeSeconds() / 3600}");
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));
    }

    private string Place
    {
        get
        {
            var frames = Exception is null ? [] : new StackTrace(Exception, fNeedFileInfo: true).GetFrames();
            var own = Array.Find(frames, frame => frame.GetMethod()?.DeclaringType?.FullName?.StartsWith("AllianceAuth.", StringComparison.Ordinal) == true);
            if (own?.GetMethod() is not { } method)
            {
                return Category[(Category.LastIndexOf('.') + 1)..];
            }

            var function = NameOf(method.Name, method.DeclaringType!.Name);
            return own.GetFileLineNumber() is > 0 and var line ? string.Create(CultureInfo.InvariantCulture, $"{function}:{line}") : function;
        }
    }

    /// <summary>The compiler hides the name of an async function or of one that holds a lambda between angle brackets.</summary>
    private static string NameOf(string method, string type)
    {
        foreach (var name in new[] { method, type })
        {
            var (from, to) = (name.IndexOf('<', StringComparison.Ordinal), name.IndexOf('>', StringComparison.Ordinal));
            if (from >= 0 && to > from + 1)
            {
                return name[(from + 1)..to];
            }
        }

        return method;
    }

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";
}
