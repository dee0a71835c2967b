using System.Text;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Query;

/// <summary>The escapes of ServerQuery, both ways in one pass over the characters: a backslash that stands before an s of its own is no blank. TS3-007, TS3-008.</summary>
internal static class QueryText
{
    private const string Characters = "\\/ |\a\b\f\n\r\t\v";
    private const string Letters = "\\/spabfnrtv";

    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            var at = Characters.IndexOf(character, StringComparison.Ordinal);
            _ = at < 0 ? escaped.Append(character) : escaped.Append('\\').Append(Letters[at]);
        }

        return escaped.ToString();
    }

    public static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var at = text[i] == '\\' && i + 1 < text.Length ? Letters.IndexOf(text[i + 1], StringComparison.Ordinal) : -1;
            plain.Append(at < 0 ? text[i] : Characters[at]);
            i += at < 0 ? 0 : 1;
        }

        return plain.ToString();
    }
}
