using System.Text;

namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>The escapes of ServerQuery, both ways in one pass: a backslash that is followed by an s is not a blank.</summary>
internal static class QueryText
{
    private const string Characters = "\\/ |\a\b\f\n\r\t\v";
    private const string Letters = "\\/spabfnrtv";

    public static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            _ = Characters.IndexOf(character, StringComparison.Ordinal) is >= 0 and var at ? escaped.Append('\\').Append(Letters[at]) : escaped.Append(character);
        }

        return escaped.ToString();
    }

    public static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && Letters.IndexOf(text[i + 1], StringComparison.Ordinal) is >= 0 and var at)
            {
                plain.Append(Characters[at]);
                i++;
            }
            else
            {
                plain.Append(text[i]);
            }
        }

        return plain.ToString();
    }
}
