using System.Text.Json;
using System.Text.Json.Serialization;
using AllianceAuth.Shared.Groups;

namespace AllianceAuth.GroupManagement.Domain.SmartGroups;

/// <summary>What a smart group asks of its members: filters, joined by "and" and "or", each of them or a whole branch turned around by "not".</summary>
[JsonDerivedType(typeof(FilterLeaf), "filter")]
[JsonDerivedType(typeof(FilterBranch), "branch")]
internal abstract class FilterExpression(bool isNegated)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { AllowOutOfOrderMetadataProperties = true, Converters = { new ParametersConverter() } };

    public bool IsNegated { get; } = isNegated;

    /// <summary>Every filter in it, from left to right.</summary>
    public abstract IEnumerable<FilterLeaf> Leaves { get; }

    /// <summary>Judges all users of a column at once.</summary>
    public VerdictColumn Judge(Func<FilterLeaf, VerdictColumn> answerOf)
    {
        var plain = JudgePlain(answerOf);
        return IsNegated ? plain.Not() : plain;
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    public static FilterExpression FromJson(string json) =>
        JsonSerializer.Deserialize<FilterExpression>(json, Json) ?? throw new JsonException("A smart group without filters.");

    protected abstract VerdictColumn JudgePlain(Func<FilterLeaf, VerdictColumn> answerOf);

    private sealed class ParametersConverter : JsonConverter<FilterParameters>
    {
        public override FilterParameters Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new((JsonSerializer.Deserialize<Dictionary<string, string[]>>(ref reader, options) ?? []).ToDictionary(v => v.Key, IReadOnlyList<string> (v) => v.Value, StringComparer.Ordinal));

        public override void Write(Utf8JsonWriter writer, FilterParameters value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.Values, options);
    }
}

/// <summary>One filter with what the admin filled in.</summary>
internal sealed class FilterLeaf(string kind, FilterParameters parameters, bool isNegated = false) : FilterExpression(isNegated)
{
    /// <summary>Name of the filter's kind.</summary>
    public string Kind { get; } = kind;

    public FilterParameters Parameters { get; } = parameters;

    [JsonIgnore]
    public override IEnumerable<FilterLeaf> Leaves => [this];

    protected override VerdictColumn JudgePlain(Func<FilterLeaf, VerdictColumn> answerOf) => answerOf(this);
}

/// <summary>Several of them: all must pass, or any.</summary>
internal sealed class FilterBranch(FilterJoin join, IReadOnlyList<FilterExpression> parts, bool isNegated = false) : FilterExpression(isNegated)
{
    public FilterJoin Join { get; } = join;

    public IReadOnlyList<FilterExpression> Parts { get; } = parts;

    [JsonIgnore]
    public override IEnumerable<FilterLeaf> Leaves => Parts.SelectMany(p => p.Leaves);

    protected override VerdictColumn JudgePlain(Func<FilterLeaf, VerdictColumn> answerOf) => Join == FilterJoin.All
        ? Parts.Select(p => p.Judge(answerOf)).Aggregate((a, b) => a.And(b))
        : Parts.Select(p => p.Judge(answerOf)).Aggregate((a, b) => a.Or(b));
}

/// <summary>How the parts of a branch are joined.</summary>
internal enum FilterJoin
{
    /// <summary>"And": every part must pass.</summary>
    All,

    /// <summary>"Or": one is enough.</summary>
    Any,
}
