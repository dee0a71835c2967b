using AllianceAuth.Shared.Results;

namespace AllianceAuth.GroupManagement.Components;

/// <summary>What one user sees of one group, and the answer to what they just tried.</summary>
/// <param name="GroupId">Its number.</param>
/// <param name="Name">Its name as admins wrote it.</param>
/// <param name="Description">What it is for; may hold line breaks and addresses.</param>
/// <param name="Action">What the user can do now.</param>
/// <param name="Members">How many are in it.</param>
public sealed record GroupCardView(int GroupId, string Name, string Description, GroupCardAction Action, int Members)
{
    /// <summary>The user is in it.</summary>
    public bool IsMember { get; init; }

    /// <summary>Joining and leaving take effect at once.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Not listed for others.</summary>
    public bool IsHidden { get; init; }

    /// <summary>Users who lead it.</summary>
    public IReadOnlyList<GroupLeader> Leaders { get; init; } = [];

    /// <summary>Groups whose members lead it.</summary>
    public IReadOnlyList<string> LeaderGroups { get; init; } = [];

    /// <summary>UTC, when the user asked to join or to leave; null when they wait for nothing.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>What they wait for is to leave.</summary>
    public bool IsLeave { get; init; }

    /// <summary>Requests that wait for the user's own decision. GRP-046.</summary>
    public int ToDecide { get; init; }

    /// <summary>Whether the user decides its requests and members.</summary>
    public bool IsManager { get; init; }

    /// <summary>Filters keep it; a page says which, and how the user stands.</summary>
    public bool IsSmart { get; init; }

    /// <summary>Why what they just tried was not done.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>Text key of what they just did.</summary>
    public string? Done { get; init; }

    /// <summary>How many groups each filter of the list leaves by now; null where that did not change.</summary>
    public IReadOnlyDictionary<string, int>? Counts { get; init; }
}

/// <summary>Who leads a group.</summary>
/// <param name="CharacterId">EVE id of the main, or null.</param>
/// <param name="Name">Name of the main, or the login name.</param>
public sealed record GroupLeader(long? CharacterId, string Name);

/// <summary>The one thing a user can do about a group now.</summary>
public enum GroupCardAction
{
    /// <summary>Nothing: the card is shown to say why.</summary>
    None,

    /// <summary>Be in at once.</summary>
    Join,

    /// <summary>Ask its leaders.</summary>
    Request,

    /// <summary>Wait, or take the wish back.</summary>
    Withdraw,

    /// <summary>Get out, at once or by asking.</summary>
    Leave,
}
