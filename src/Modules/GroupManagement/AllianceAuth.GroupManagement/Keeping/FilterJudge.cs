using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.GroupManagement.Keeping;

/// <summary>Asks filters. Each question is asked once, however many groups have it.</summary>
internal sealed class FilterJudge(IEnumerable<ISmartFilterKind> kinds, ILogger<FilterJudge> logger)
{
    private readonly Dictionary<string, ISmartFilterKind> _kinds = kinds.ToDictionary(k => k.Name, StringComparer.Ordinal);

    /// <summary>All kinds that modules offer.</summary>
    public IReadOnlyCollection<ISmartFilterKind> Kinds => _kinds.Values;

    /// <summary>The kind of that name; null when the module that offered it is gone.</summary>
    public ISmartFilterKind? Find(string name) => _kinds.GetValueOrDefault(name);

    /// <summary>What each group's filters say about everybody on the roll.</summary>
    /// <param name="expressions">The groups' filters.</param>
    /// <param name="roll">Who is judged.</param>
    /// <param name="isEverybody">Whether the roll holds all users, so that filters need not be told whom.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<VerdictColumn>> JudgeAsync(
        IReadOnlyList<FilterExpression> expressions, UserRoll roll, bool isEverybody, CancellationToken cancellationToken)
    {
        var answers = new Dictionary<(string, FilterParameters), VerdictColumn>();
        foreach (var leaf in expressions.SelectMany(e => e.Leaves))
        {
            if (!answers.ContainsKey((leaf.Kind, leaf.Parameters)))
            {
                answers[(leaf.Kind, leaf.Parameters)] = VerdictColumn.Of(roll, await AskAsync(leaf, isEverybody ? null : roll.Users, cancellationToken));
            }
        }

        return [.. expressions.Select(e => e.Judge(leaf => answers[(leaf.Kind, leaf.Parameters)]))];
    }

    private async Task<FilterAnswer> AskAsync(FilterLeaf leaf, IReadOnlyCollection<UserId>? users, CancellationToken cancellationToken)
    {
        if (Find(leaf.Kind) is not { } kind)
        {
            logger.LogWarning("No module offers the filter {Filter} any more; it is unknown for everybody.", leaf.Kind);
            return FilterAnswer.Nothing;
        }

        try
        {
            return await kind.EvaluateAsync(leaf.Parameters, users, cancellationToken);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever a module's filter throws: it does not know, and unknown takes nothing away.
            logger.LogError(error, "The filter {Filter} failed; it is unknown for everybody.", leaf.Kind);
            return FilterAnswer.Nothing;
        }
    }
}
