using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Tables;

namespace AllianceAuth.GroupManagement.Components;

/// <summary>What waits for one leader.</summary>
/// <param name="Page">The requests shown.</param>
/// <param name="IsLeave">Whether these want out.</param>
/// <param name="Joins">How many want in, in all their groups.</param>
/// <param name="Leaves">How many want out, in all their groups.</param>
public sealed record RequestsView(TablePage<RequestRow> Page, bool IsLeave, int Joins, int Leaves)
{
    /// <summary>Groups with requests of this kind.</summary>
    public IReadOnlyList<FilterChoice> Groups { get; init; } = [];

    /// <summary>Groups they decide.</summary>
    public int Managed { get; init; }

    /// <summary>Whether nobody has to ask to leave, and nobody waits for it: then there is no such tab. GRP-038.</summary>
    public bool HidesLeaves { get; init; }

    /// <summary>The group chosen, when it has a log they may read; null for all.</summary>
    public FilterChoice? Chosen { get; init; }

    /// <summary>Numbers of requests that they decided on this visit and that stay in their place.</summary>
    public IReadOnlyList<int> Kept { get; init; } = [];

    /// <summary>What became of requests they just decided.</summary>
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];
}

/// <summary>One request.</summary>
/// <param name="Id">Its number.</param>
/// <param name="UserId">Who asks.</param>
/// <param name="CharacterId">EVE id of their main, or null.</param>
/// <param name="Name">Name of their main, or the login name.</param>
/// <param name="Ticker">Ticker of the main's corporation.</param>
/// <param name="Organisation">Name of the main's corporation.</param>
/// <param name="GroupId">For which group.</param>
/// <param name="Group">Its name.</param>
/// <param name="State">Their state now.</param>
/// <param name="At">UTC, since when they wait.</param>
public sealed record RequestRow(
    int Id, int UserId, long? CharacterId, string Name, string Ticker, string Organisation, int GroupId, string Group, string State, DateTimeOffset At)
{
    /// <summary>Why it cannot be granted now, or null.</summary>
    public Refusal? Blocked { get; init; }

    /// <summary>UTC, when the reader decided it; null while it waits.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>They granted it.</summary>
    public bool IsAccepted { get; init; }

    /// <summary>They can still take it back.</summary>
    public bool IsUndoable { get; init; }

    /// <summary>The reader asks themselves. GRP-041.</summary>
    public bool IsOwn { get; init; }

    /// <summary>UTC, when they registered, or null.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>How many groups they are in.</summary>
    public int Groups { get; init; }

    /// <summary>What the group's log knows of them.</summary>
    public IReadOnlyList<RequestNote> Notes { get; init; } = [];
}

/// <summary>What happened between a pilot and the group before.</summary>
/// <param name="Text">Text key.</param>
/// <param name="IsWarning">Speaks against them, so look twice.</param>
/// <param name="Arguments">Values for its placeholders.</param>
public sealed record RequestNote(string Text, bool IsWarning, params IReadOnlyList<string> Arguments);
