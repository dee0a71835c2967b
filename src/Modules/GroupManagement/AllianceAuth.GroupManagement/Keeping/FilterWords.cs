using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.Shared.Web.Localization;

namespace AllianceAuth.GroupManagement.Keeping;

/// <summary>Says filters in the reader's language.</summary>
internal sealed class FilterWords(FilterJudge judge, Texts texts)
{
    /// <summary>What a filter asks for: "In state Member".</summary>
    public async Task<string> DemandAsync(FilterLeaf leaf, CancellationToken cancellationToken)
    {
        var demand = judge.Find(leaf.Kind) is { } kind
            ? texts.Say(leaf.Kind + ".demand", await kind.DescribeAsync(leaf.Parameters, cancellationToken))
            : texts.Say("groupmanagement.smart.gone", leaf.Kind);
        return leaf.IsNegated ? texts.Say("groupmanagement.smart.not", demand) : demand;
    }

    /// <summary>What a pilot can do to pass; null where nothing general can be said.</summary>
    public async Task<string?> AdviceAsync(FilterLeaf leaf, CancellationToken cancellationToken) =>
        leaf.IsNegated || judge.Find(leaf.Kind) is not { } kind ? null : texts.Say(leaf.Kind + ".advice", await kind.DescribeAsync(leaf.Parameters, cancellationToken));

    /// <summary>The whole of it in one line, for the history.</summary>
    public async Task<string> SayAsync(FilterExpression expression, CancellationToken cancellationToken)
    {
        if (expression is not FilterBranch branch)
        {
            return await DemandAsync((FilterLeaf)expression, cancellationToken);
        }

        List<string> parts = [];
        foreach (var part in branch.Parts)
        {
            var said = await SayAsync(part, cancellationToken);
            parts.Add(part is FilterBranch { Parts.Count: > 1 } ? $"({said})" : said);
        }

        var whole = string.Join(texts.Say(branch.Join == FilterJoin.All ? "groupmanagement.smart.and" : "groupmanagement.smart.or"), parts);
        return branch.IsNegated ? texts.Say("groupmanagement.smart.not", whole) : whole;
    }
}
