using System.Globalization;
using System.Text;

namespace AllianceAuth.Services.Domain.NameFormats;

/// <summary>How a value is written: what stands behind the colon of a field, by Python's format specification. SVC-030, C-36.</summary>
internal sealed record FormatSpec
{
    /// <summary>Wider than any name of any service.</summary>
    public const int Widest = 254;

    /// <summary>As it is.</summary>
    public static FormatSpec Plain { get; } = new();

    private string Fill { get; init; } = " ";

    private char Align { get; init; }

    private char Sign { get; init; }

    private bool HasPrefix { get; init; }

    private int Width { get; init; }

    private char Grouping { get; init; }

    private int? Precision { get; init; }

    private char Type { get; init; }

    private bool IsForNumbersOnly => Sign != default || HasPrefix || Align == '=' || Grouping != default || Type is not (default(char) or 's');

    /// <summary>Reads a specification.</summary>
    /// <param name="text">What stands behind the colon.</param>
    /// <param name="isNumber">Whether it is for a number.</param>
    /// <param name="fault">What is wrong with it: the last part of a text key.</param>
    /// <returns>Null when it is no specification for such a value.</returns>
    public static FormatSpec? Read(string text, bool isNumber, out string fault)
    {
        fault = "spec";
        Rune[] runes = [.. text.EnumerateRunes()];
        var (at, hasFill, spec) = (0, false, Plain);
        if (runes.Length > 1 && IsAlign(runes[1]))
        {
            (at, hasFill, spec) = (2, true, spec with { Fill = runes[0].ToString(), Align = (char)runes[1].Value });
        }
        else if (runes.Length > 0 && IsAlign(runes[0]))
        {
            (at, spec) = (1, spec with { Align = (char)runes[0].Value });
        }

        if (Take("+- ") is { } sign)
        {
            spec = spec with { Sign = sign };
        }

        spec = spec with { HasPrefix = Take("#") is not null };
        if (!hasFill && Take("0") is not null)
        {
            spec = spec with { Fill = "0", Align = spec.Align == default && isNumber ? '=' : spec.Align };
        }

        spec = spec with { Width = Digits() ?? 0 };
        spec = spec with { Grouping = Take(",_") ?? default };
        if (Take(".") is not null)
        {
            if (Digits() is not { } precision)
            {
                return null;
            }

            spec = spec with { Precision = precision };
        }

        spec = spec with { Type = Take("sbdnoxXceEfFgG%") ?? default };
        if (at < runes.Length)
        {
            return null;
        }

        fault = spec.Width > Widest ? "width" : isNumber ? "number" : "text";
        return spec.Width <= Widest && (isNumber ? spec.FitsNumbers : !spec.IsForNumbersOnly) ? spec : null;

        char? Take(string any) => at < runes.Length && runes[at].IsAscii && any.Contains((char)runes[at].Value, StringComparison.Ordinal) ? (char)runes[at++].Value : null;

        int? Digits()
        {
            int? number = null;
            while (Take("0123456789") is { } digit)
            {
                number = Math.Min(((number ?? 0) * 10) + (digit - '0'), 1_000_000);
            }

            return number;
        }
    }

    /// <summary>Writes a text.</summary>
    public string Write(string text) => Pad("", Precision is { } most ? PythonText.Cut(text, most) : text, Align == default ? '<' : Align);

    /// <summary>Writes a number, or what stands for one that is not there.</summary>
    public string WriteNumber(string text)
    {
        if (text.Length == 0)
        {
            return IsForNumbersOnly ? "" : Write(text);
        }

        var number = long.Parse(text, CultureInfo.InvariantCulture);
        var (size, prefix) = Type switch
        {
            'b' => (1, "0b"),
            'o' => (3, "0o"),
            'x' => (4, "0x"),
            'X' => (4, "0X"),
            _ => (0, ""),
        };
        var digits = size == 0 ? text : InBase(number, size, Type == 'X');
        var front = (Sign is '+' or ' ' ? Sign.ToString() : "") + (HasPrefix ? prefix : "");
        var zeros = Fill == "0" && Align == '=';
        return Pad(front, Group(digits, zeros ? Width - front.Length : 0, size == 0 ? 3 : 4), Align == default ? '>' : Align);
    }

    private bool FitsNumbers =>
        Precision is null
        && Type is default(char) or 'd' or 'n' or 'b' or 'o' or 'x' or 'X'
        && (Grouping, Type) is not ((',', 'b' or 'o' or 'x' or 'X') or (not default(char), 'n'));

    private string Group(string digits, int least, int size)
    {
        var grouped = Grouped(digits, size);
        while (grouped.Length < least)
        {
            digits = "0" + digits;
            grouped = Grouped(digits, size);
        }

        return grouped;
    }

    private string Grouped(string digits, int size)
    {
        if (Grouping == default)
        {
            return digits;
        }

        var first = digits.Length % size;
        return string.Join(Grouping, [.. first == 0 ? [] : new[] { digits[..first] }, .. digits[first..].Chunk(size).Select(part => new string(part))]);
    }

    private string Pad(string front, string text, char align)
    {
        var missing = Math.Max(0, Width - front.Length - PythonText.Length(text));
        var left = align switch
        {
            '<' => 0,
            '^' => missing / 2,
            _ => missing,
        };
        string Filling(int count) => string.Concat(Enumerable.Repeat(Fill, count));
        return align == '=' ? front + Filling(missing) + text : Filling(left) + front + text + Filling(missing - left);
    }

    private static string InBase(long number, int bits, bool upper)
    {
        var digits = new StringBuilder();
        do
        {
            digits.Insert(0, (upper ? "0123456789ABCDEF" : "0123456789abcdef")[(int)(number & ((1 << bits) - 1))]);
            number >>= bits;
        }
        while (number > 0);
        return digits.ToString();
    }

    private static bool IsAlign(Rune rune) => rune.Value is '<' or '>' or '^' or '=';
}
