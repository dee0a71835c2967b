using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;

namespace AllianceAuth.Shared.Groups;

/// <summary>
/// One kind of question a smart group can ask about users: "is in state Member", "has this token scope". Any module adds one by registering an
/// implementation as <see cref="ISmartFilterKind"/>; it appears on the admin page of smart groups by itself.
/// </summary>
public interface ISmartFilterKind
{
    /// <summary>
    /// Unique and stable, module first: <c>timerboard.filter.poster</c>. Stored with every use, and the beginning of its text keys:
    /// <c>.title</c> for admins who choose it, <c>.demand</c> for what it asks, <c>.advice</c> for what a pilot can do; the arguments of the last
    /// two come from <see cref="DescribeAsync"/>.
    /// </summary>
    string Name { get; }

    /// <summary>What an admin fills in.</summary>
    IReadOnlyList<FilterField> Fields { get; }

    /// <summary>
    /// Answers for many users at once, in as many statements for a hundred thousand as for one. Whoever is in neither set of the answer fails.
    /// Whoever cannot be judged now, because something is away or was never looked up, is <em>unknown</em> and neither gains nor loses anything.
    /// An exception makes everybody unknown. Calls no other machine: what is missing is queued as a job.
    /// </summary>
    /// <param name="parameters">What the admin filled in.</param>
    /// <param name="users">Who is asked about; null for everybody.</param>
    /// <param name="cancellationToken">Cancels.</param>
    Task<FilterAnswer> EvaluateAsync(FilterParameters parameters, IReadOnlyCollection<UserId>? users, CancellationToken cancellationToken);

    /// <summary>Values for the placeholders of <c>.demand</c> and <c>.advice</c>: names rather than numbers. No arguments by default.</summary>
    ValueTask<IReadOnlyList<string>> DescribeAsync(FilterParameters parameters, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<string>>([]);

    /// <summary>What a field of type <see cref="FilterFieldType.Choices"/> offers, or what a field of words suggests.</summary>
    ValueTask<IReadOnlyList<FilterOption>> OptionsAsync(string field, CancellationToken cancellationToken) => ValueTask.FromResult<IReadOnlyList<FilterOption>>([]);

    /// <summary>What is wrong with the values beyond what the fields say themselves; null when nothing is.</summary>
    Refusal? Check(FilterParameters parameters) => null;

    /// <summary>Groups whose members this filter looks at, so that groups cannot be made to wait for each other. None by default.</summary>
    IReadOnlyList<GroupId> GroupsOf(FilterParameters parameters) => [];
}

/// <summary>What a filter found.</summary>
/// <param name="Passing">Who passes.</param>
/// <param name="Unknown">Who could not be judged; null when everybody else was.</param>
public sealed record FilterAnswer(IReadOnlyCollection<UserId> Passing, IReadOnlyCollection<UserId>? Unknown = null)
{
    /// <summary>Nobody could be judged.</summary>
    public bool IsUnknownForAll { get; init; }

    /// <summary>An answer for when nothing can be said about anybody.</summary>
    public static FilterAnswer Nothing { get; } = new([]) { IsUnknownForAll = true };
}

/// <summary>One field an admin fills in for a filter.</summary>
/// <param name="Name">Name of the value; unique within the filter.</param>
/// <param name="Label">Text key.</param>
/// <param name="Type">How it is filled in.</param>
public sealed record FilterField(string Name, string Label, FilterFieldType Type)
{
    /// <summary>Text key of the line below it; null for none.</summary>
    public string? Help { get; init; }

    /// <summary>May be left empty.</summary>
    public bool Optional { get; init; }

    /// <summary>The smallest number.</summary>
    public int Least { get; init; }

    /// <summary>The largest number.</summary>
    public int Most { get; init; } = 100_000;
}

/// <summary>How a field of a filter is filled in.</summary>
public enum FilterFieldType
{
    /// <summary>One whole number.</summary>
    Number,

    /// <summary>Any of the options.</summary>
    Choices,

    /// <summary>Words, several, as typed.</summary>
    Words,

    /// <summary>Corporations by EVE id; typed and found by name.</summary>
    Corporations,

    /// <summary>Alliances by EVE id; typed and found by name.</summary>
    Alliances,
}

/// <summary>One thing to choose.</summary>
/// <param name="Value">What is stored.</param>
/// <param name="Text">What is shown.</param>
public sealed record FilterOption(string Value, string Text);
