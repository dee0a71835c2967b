using AllianceAuth.Shared.Access;

namespace AllianceAuth.GroupManagement.Domain;

/// <summary>Who came into a group, left it or was refused, and by whose decision. Kept when group or users are gone: then the names tell. GRP-003.</summary>
internal sealed class GroupLogEntry(
    GroupId groupId, string groupName, UserId userId, string userName, GroupLogType type, bool isAccepted, UserId actorId, string actorName, DateTimeOffset at, int? requestId = null)
{
    /// <summary>Long enough to notice a wrong click, short enough that nobody decides twice.</summary>
    public static readonly TimeSpan UndoableFor = TimeSpan.FromMinutes(10);

    public long Id { get; private set; }

    public GroupId GroupId { get; private set; } = groupId;

    public string GroupName { get; private set; } = groupName;

    /// <summary>Who came or went.</summary>
    public UserId UserId { get; private set; } = userId;

    public string UserName { get; private set; } = userName;

    public GroupLogType Type { get; private set; } = type;

    public bool IsAccepted { get; private set; } = isAccepted;

    /// <summary>Who decided; the user themselves where nobody was asked.</summary>
    public UserId ActorId { get; private set; } = actorId;

    public string ActorName { get; private set; } = actorName;

    /// <summary>UTC.</summary>
    public DateTimeOffset At { get; private set; } = at;

    /// <summary>The request that was decided: whoever comes second is told what the first decided.</summary>
    public int? RequestId { get; private set; } = requestId;

    /// <summary>UTC, since when that request had waited; null where nobody had asked.</summary>
    public DateTimeOffset? AskedAt { get; init; }

    /// <summary>UTC, when whoever decided took it back; the request then waited again.</summary>
    public DateTimeOffset? TakenBackAt { get; private set; }

    /// <summary>Whether it is a user's own decision of a moment ago. Whether anything came of it since, others know.</summary>
    public bool IsFreshFor(UserId actor, DateTimeOffset now) => TakenBackAt is null && ActorId == actor && now - At < UndoableFor;

    /// <summary>The decision was a mistake. The entry stays: it was told to whoever asked.</summary>
    public void TakeBack(DateTimeOffset now) => TakenBackAt = now;
}

/// <summary>What was asked for, or done.</summary>
internal enum GroupLogType
{
    Join = 0,
    Leave = 1,

    /// <summary>Taken out by a leader, without having asked.</summary>
    Removed = 2,
}
