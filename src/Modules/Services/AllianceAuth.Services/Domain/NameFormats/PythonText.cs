using System.Globalization;
using System.Text;

namespace AllianceAuth.Services.Domain.NameFormats;

/// <summary>What <c>!r</c> and <c>!a</c> make of a value: its Python literal. Lengths count characters as Python does, not UTF-16 units.</summary>
internal static class PythonText
{
    public static int Length(string text) => text.EnumerateRunes().Count();

    /// <summary>The first characters of a text.</summary>
    public static string Cut(string text, int most)
    {
        var end = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (most-- == 0)
            {
                return text[..end];
            }

            end += rune.Utf16SequenceLength;
        }

        return text;
    }

    /// <summary>The text in quotes, with escapes for what cannot be seen and, on demand, for all that is not ASCII.</summary>
    public static string Quote(string text, bool onlyAscii)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var literal = new StringBuilder().Append(quote);
        foreach (var rune in text.EnumerateRunes())
        {
            literal.Append(rune.Value switch
            {
                '\\' => @"\\",
                '\n' => @"\n",
                '\r' => @"\r",
                '\t' => @"\t",
                _ when rune.Value == quote => "\\" + quote,
                _ when IsPlain(rune, onlyAscii) => rune.ToString(),
                < 0x100 => string.Create(CultureInfo.InvariantCulture, $"\\x{rune.Value:x2}"),
                < 0x10000 => string.Create(CultureInfo.InvariantCulture, $"\\u{rune.Value:x4}"),
                _ => string.Create(CultureInfo.InvariantCulture, $"\\U{rune.Value:x8}"),
            });
        }

        return literal.Append(quote).ToString();
    }

    private static bool IsPlain(Rune rune, bool onlyAscii) =>
        rune.Value == ' ' || ((rune.IsAscii || !onlyAscii) && Rune.GetUnicodeCategory(rune) is not (
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator));
}
