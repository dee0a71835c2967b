using System.Globalization;

namespace AllianceAuth.Services.Connectors.TeamSpeak3.Query;

/// <summary>One item of a data line: values by key. Keys that nobody asked for are kept and do no harm. TS3-009.</summary>
internal sealed class QueryRow
{
    private readonly Dictionary<string, string> _values;

    private QueryRow(Dictionary<string, string> values) => _values = values;

    /// <summary>Reads a data line; always a list, whatever the number of items. TS3-010.</summary>
    public static IReadOnlyList<QueryRow> ParseList(string line) => [.. line.Split('|').Select(Parse)];

    /// <summary>The value; empty for a bare key, null where the key is missing.</summary>
    public string? Find(string key) => _values.GetValueOrDefault(key);

    /// <exception cref="QueryNonsenseException">The key is missing.</exception>
    public string Text(string key) => Find(key) ?? throw new QueryNonsenseException($"A reply has no {key}.");

    /// <exception cref="QueryNonsenseException">The key is missing or its value is no number.</exception>
    public int Number(string key) => int.TryParse(Text(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new QueryNonsenseException($"{key} of a reply is no number.");

    public static QueryRow Parse(string item)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (var pair in item.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            // Only the first equals sign parts them: tokens end in others.
            var at = pair.IndexOf('=', StringComparison.Ordinal);
            values[at < 0 ? pair : pair[..at]] = at < 0 ? "" : QueryText.Unescape(pair[(at + 1)..]);
        }

        return new(values);
    }
}
