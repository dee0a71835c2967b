using System.Globalization;

namespace AllianceAuth.Shared.Groups;

/// <summary>What an admin filled in for one filter, by the names of its fields.</summary>
/// <param name="values">The values; a field that was left empty may be missing.</param>
public sealed class FilterParameters(IReadOnlyDictionary<string, IReadOnlyList<string>> values) : IEquatable<FilterParameters>
{
    /// <summary>Nothing filled in.</summary>
    public static FilterParameters None { get; } = new(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal));

    /// <summary>The values by field.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Values { get; } = values;

    /// <summary>Shorthand for one field.</summary>
    /// <param name="field">Its name.</param>
    /// <param name="values">Its values.</param>
    public static FilterParameters Of(string field, params IReadOnlyList<string> values) =>
        new(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { [field] = values });

    /// <summary>All values of a field.</summary>
    public IReadOnlyList<string> All(string field) => Values.TryGetValue(field, out var found) ? found : [];

    /// <summary>The number in a field; 0 when there is none.</summary>
    public int Number(string field) =>
        All(field) is [var text, ..] && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>The ids in a field; whatever is no number is left out.</summary>
    public IReadOnlyList<long> Ids(string field) =>
        [.. All(field).Where(v => long.TryParse(v, NumberStyles.None, CultureInfo.InvariantCulture, out _)).Select(v => long.Parse(v, CultureInfo.InvariantCulture))];

    /// <inheritdoc />
    public bool Equals(FilterParameters? other) =>
        other is not null && Filled(this).Count() == Filled(other).Count() && Filled(this).All(v => other.All(v.Key).Order(StringComparer.Ordinal).SequenceEqual(v.Value.Order(StringComparer.Ordinal), StringComparer.Ordinal));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as FilterParameters);

    /// <inheritdoc />
    public override int GetHashCode() =>
        Filled(this).OrderBy(v => v.Key, StringComparer.Ordinal).Aggregate(0, (hash, v) => HashCode.Combine(hash, v.Key, v.Value.Count));

    private static IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> Filled(FilterParameters parameters) => parameters.Values.Where(v => v.Value.Count > 0);
}
