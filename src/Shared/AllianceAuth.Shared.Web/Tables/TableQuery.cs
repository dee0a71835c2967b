using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace AllianceAuth.Shared.Web.Tables;

/// <summary>
/// What the address says about a list: search, sorting, page, page size and every filter. An endpoint takes it as a parameter;
/// it stands in the address, so the page that was left is the page that comes back.
/// </summary>
public sealed class TableQuery
{
    /// <summary>Page sizes people can choose.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [25, 50, 100, 200];

    private readonly string _path;
    private readonly IReadOnlyDictionary<string, StringValues> _values;

    private TableQuery(string path, IReadOnlyDictionary<string, StringValues> values)
    {
        _path = path;
        _values = values;
        Page = Math.Max(1, Number("page") ?? 1);
        Size = Number("size") is { } size && Sizes.Contains(size) ? size : Sizes[0];
        Search = Text("q")?.Trim() is { Length: > 0 } search ? search[..Math.Min(search.Length, 200)] : null;
        var sort = Text("sort");
        Descending = sort is ['-', ..];
        Sort = Descending ? sort![1..] : sort;
    }

    /// <summary>1 for the first page.</summary>
    public int Page { get; private init; }

    /// <summary>Rows on a page.</summary>
    public int Size { get; private init; }

    /// <summary>What was typed into the search, trimmed; null for nothing.</summary>
    public string? Search { get; }

    /// <summary>Key of the column to sort by; null when the address names none.</summary>
    public string? Sort { get; private init; }

    /// <summary>Highest first.</summary>
    public bool Descending { get; private init; }

    /// <summary>True when the address asks for the whole list as a file.</summary>
    public bool WantsCsv => Text("format") == "csv";

    /// <summary>Rows before this page.</summary>
    public int Skip => (int)Math.Min((long)(Page - 1) * Size, int.MaxValue);

    /// <summary>Reads the address of a request. Minimal APIs call it for a parameter of this type.</summary>
    public static ValueTask<TableQuery?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult<TableQuery?>(Of(context.Request));
    }

    /// <summary>Reads the address of a request.</summary>
    public static TableQuery Of(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new(request.PathBase + request.Path, request.Query.ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>Reads an address that is not a request, for tests and links.</summary>
    public static TableQuery Of(string localAddress)
    {
        ArgumentNullException.ThrowIfNull(localAddress);
        var question = localAddress.IndexOf('?', StringComparison.Ordinal);
        return question < 0 ? new(localAddress, new Dictionary<string, StringValues>()) : new(localAddress[..question], QueryHelpers.ParseQuery(localAddress[question..]));
    }

    /// <summary>The first value of a filter, or null when it is not set.</summary>
    public string? Filter(string name) => Text(name);

    /// <summary>All values of a filter that may be set several times.</summary>
    public IReadOnlyList<string> Filters(string name) => [.. (_values.TryGetValue(name, out var values) ? values : default).OfType<string>().Where(v => v.Length > 0)];

    /// <summary>Whether a filter has a value.</summary>
    public bool Has(string name, string value) => Filters(name).Contains(value, StringComparer.Ordinal);

    /// <summary>The same list, sorted by a column unless the address names one of the allowed others.</summary>
    /// <param name="byDefault">Key of the column; <c>-key</c> for highest first.</param>
    /// <param name="others">Keys of the other columns that may be sorted by.</param>
    public TableQuery SortedBy(string byDefault, params IReadOnlyList<string> others)
    {
        ArgumentNullException.ThrowIfNull(byDefault);
        var descending = byDefault is ['-', ..];
        var key = descending ? byDefault[1..] : byDefault;
        return Sort is not null && (Sort == key || others.Contains(Sort, StringComparer.Ordinal))
            ? this
            : new TableQuery(_path, _values) { Sort = key, Descending = descending, Size = Size };
    }

    /// <summary>The same list with so many rows on a page, unless the address names another number.</summary>
    /// <param name="byDefault">One of <see cref="Sizes"/>.</param>
    public TableQuery SizedBy(int byDefault) =>
        Number("size") is { } size && Sizes.Contains(size) ? this : new TableQuery(_path, _values) { Sort = Sort, Descending = Descending, Size = byDefault };

    /// <summary>Address of another page of the same list.</summary>
    public string PageHref(int page) => With(("page", page <= 1 ? null : page.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Address of the list sorted by a column, the other way round when it is sorted by it already; from its first page.</summary>
    public string SortHref(string key) => With(("sort", Sort == key && !Descending ? "-" + key : key), ("page", null));

    /// <summary>Address of the list with a filter set, or without it; from its first page.</summary>
    public string FilterHref(string name, string? value) => With((name, value), ("page", null));

    /// <summary>Address of the list with one value of a filter switched on or off; from its first page.</summary>
    public string ToggleHref(string name, string value)
    {
        var chosen = Filters(name);
        return Build(name, Has(name, value) ? [.. chosen.Where(v => v != value)] : [.. chosen, value]);
    }

    /// <summary>Address of the list without any filter and search; sorting and page size stay.</summary>
    public string ClearHref => QueryHelpers.AddQueryString(_path, _values.Where(v => v.Key is "sort" or "size").ToDictionary(StringComparer.Ordinal));

    /// <summary>Address of the whole list as a file.</summary>
    public string CsvHref => With(("format", "csv"), ("page", null), ("size", null));

    /// <summary>Address of the list without its query.</summary>
    public string Path => _path;

    /// <summary>Everything a form has to repeat so that sending it loses no filter, without the named fields.</summary>
    public IEnumerable<KeyValuePair<string, string>> Hidden(params IReadOnlyList<string> except) =>
        from value in _values
        where value.Key is not ("page" or "format") && !except.Contains(value.Key, StringComparer.Ordinal)
        from single in value.Value
        where !string.IsNullOrEmpty(single)
        select new KeyValuePair<string, string>(value.Key, single);

    private string With(params (string Name, string? Value)[] changes)
    {
        var values = _values.Where(v => v.Key != "format").ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in changes)
        {
            values.Remove(name);
            if (!string.IsNullOrEmpty(value))
            {
                values[name] = value;
            }
        }

        return QueryHelpers.AddQueryString(_path, values);
    }

    private string Build(string name, string[] chosen)
    {
        var values = _values.Where(v => v.Key is not ("format" or "page") && v.Key != name).ToDictionary(StringComparer.Ordinal);
        if (chosen.Length > 0)
        {
            values[name] = chosen;
        }

        return QueryHelpers.AddQueryString(_path, values);
    }

    private string? Text(string name) => _values.TryGetValue(name, out var values) && values.Count > 0 && values[0] is { Length: > 0 } value ? value : null;

    private int? Number(string name) => int.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
