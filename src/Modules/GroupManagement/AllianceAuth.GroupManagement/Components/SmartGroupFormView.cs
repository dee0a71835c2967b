using AllianceAuth.Shared.Groups;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Kit;

namespace AllianceAuth.GroupManagement.Components;

/// <summary>The form of a smart group.</summary>
/// <param name="GroupId">Which group; null while it is being chosen.</param>
/// <param name="Name">Its name; empty while it is being chosen.</param>
/// <param name="Revision">The edit it was made from.</param>
/// <param name="IsAutomatic">Everybody who passes is in.</param>
/// <param name="GraceDays">As it was typed.</param>
/// <param name="Join">How the blocks are joined.</param>
/// <param name="Blocks">The filters.</param>
public sealed record SmartGroupFormView(
    int? GroupId, string Name, int Revision, bool IsAutomatic, string GraceDays, FilterJoinWord Join, IReadOnlyList<FilterBlockForm> Blocks)
{
    /// <summary>A group that is new here.</summary>
    public bool IsNew { get; init; }

    /// <summary>Groups to choose from, for a new one.</summary>
    public IReadOnlyList<FilterChoice> Groups { get; init; } = [];

    /// <summary>Kinds of filters to choose from.</summary>
    public IReadOnlyList<FilterChoice> Kinds { get; init; } = [];

    /// <summary>Whether the reader may save.</summary>
    public bool MaySave { get; init; }

    /// <summary>Why the reader may not save, although they may change other smart groups.</summary>
    public Refusal? Kept { get; init; }

    /// <summary>What is wrong, by field; the empty name is the whole form.</summary>
    public IReadOnlyDictionary<string, Refusal> Errors { get; init; } = new Dictionary<string, Refusal>(StringComparer.Ordinal);

    /// <summary>What saving would do; null before anybody asked.</summary>
    public SmartPreviewView? Preview { get; init; }

    /// <summary>Somebody tried to save more than they had seen.</summary>
    public bool MustLook { get; init; }

    /// <summary>Removals that wait.</summary>
    public HeldView? Held { get; init; }

    /// <summary>UTC, when everybody was last looked at.</summary>
    public DateTimeOffset? EvaluatedAt { get; init; }
}

/// <summary>Filters that belong together.</summary>
/// <param name="Join">How they are joined.</param>
/// <param name="Number">Its number in this form, which it keeps when those before it go.</param>
/// <param name="Filters">The filters.</param>
public sealed record FilterBlockForm(int Number, FilterJoinWord Join, IReadOnlyList<FilterForm> Filters);

/// <summary>One filter in the form.</summary>
/// <param name="Kind">Name of its kind.</param>
/// <param name="Title">What the kind is called.</param>
/// <param name="IsNegated">Turned around.</param>
/// <param name="Fields">Its fields.</param>
public sealed record FilterForm(string Kind, string Title, bool IsNegated, IReadOnlyList<FilterFieldForm> Fields)
{
    /// <summary>Its number in this form, which it keeps when those before it go: what was ticked in one must not stay behind in the next.</summary>
    public int Number { get; init; }

    /// <summary>What is wrong with the whole of it.</summary>
    public Refusal? Error { get; init; }
}

/// <summary>One field of a filter.</summary>
/// <param name="Field">How it is filled in.</param>
/// <param name="Values">What stands in it.</param>
public sealed record FilterFieldForm(FilterField Field, IReadOnlyList<string> Values)
{
    /// <summary>What can be chosen or is suggested.</summary>
    public IReadOnlyList<FilterOption> Options { get; init; } = [];

    /// <summary>Names of what stands in it.</summary>
    public IReadOnlyList<PickedItem> Items { get; init; } = [];

    /// <summary>What was typed and means nothing; it stays where it was typed.</summary>
    public string? Typed { get; init; }

    /// <summary>What is wrong with it.</summary>
    public Refusal? Error { get; init; }
}

/// <summary>What saving would do to everybody.</summary>
/// <param name="Joining">Users who would be put in.</param>
/// <param name="Leaving">Members who would not pass.</param>
/// <param name="Passing">Users who pass.</param>
/// <param name="Unknown">Members whom nobody can judge now; they stay.</param>
/// <param name="JoiningNames">The first who would be put in.</param>
/// <param name="LeavingNames">The first who would not pass.</param>
/// <param name="Access">What that means for permissions and services.</param>
public sealed record SmartPreviewView(
    int Joining, int Leaving, int Passing, int Unknown, IReadOnlyList<string> JoiningNames, IReadOnlyList<string> LeavingNames, AccessPreviewView Access);
