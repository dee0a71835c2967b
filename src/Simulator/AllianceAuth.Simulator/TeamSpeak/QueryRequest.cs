using System.Globalization;

namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>One line of a client, taken apart.</summary>
internal sealed class QueryRequest
{
    private QueryRequest(string name, IReadOnlyList<QueryItem> items, IReadOnlyList<string> words, IReadOnlySet<string> options) =>
        (Name, Items, Words, Options) = (name, items, words, options);

    /// <summary>In small letters.</summary>
    public string Name { get; }

    /// <summary>At least one. Keys that the first block has hold for the others too.</summary>
    public IReadOnlyList<QueryItem> Items { get; }

    /// <summary>What came without a key, in order.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>With their hyphen.</summary>
    public IReadOnlySet<string> Options { get; }

    public QueryItem First => Items[0];

    public static QueryRequest Parse(string line)
    {
        var blank = line.IndexOf(' ', StringComparison.Ordinal);
        var name = blank < 0 ? line : line[..blank];
        List<QueryItem> items = [];
        List<string> words = [];
        HashSet<string> options = new(StringComparer.Ordinal);
        foreach (var block in (blank < 0 ? "" : line[blank..]).Split('|'))
        {
            Dictionary<string, string> values = new(StringComparer.Ordinal);
            foreach (var part in block.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var equals = part.IndexOf('=', StringComparison.Ordinal);
                if (equals > 0)
                {
                    values[part[..equals]] = QueryText.Unescape(part[(equals + 1)..]);
                }
                else if (part[0] == '-')
                {
                    options.Add(part);
                }
                else
                {
                    words.Add(QueryText.Unescape(part));
                }
            }

            items.Add(new QueryItem(values, items.FirstOrDefault()));
        }

        return new QueryRequest(name.ToLowerInvariant(), items, words, options);
    }
}

/// <summary>One block of a request's list.</summary>
internal sealed class QueryItem(IReadOnlyDictionary<string, string> values, QueryItem? common)
{
    public string? Text(string key) => values.TryGetValue(key, out var value) ? value : common?.Text(key);

    public string Needed(string key) => Text(key) ?? throw new QueryException(1542);

    public int? OptionalNumber(string key) => Text(key) is { } text ? NumberOf(text) : null;

    public int Number(string key) => NumberOf(Needed(key));

    public bool Switch(string key) => OptionalNumber(key) is not (null or 0);

    public static int NumberOf(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw new QueryException(1540);
}
