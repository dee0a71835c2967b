using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Events;

namespace AllianceAuth.GroupManagement.Domain.SmartGroups;

/// <summary>A group that keeps itself by filters. Who is in it is Authentication's.</summary>
internal sealed class SmartGroup(GroupId id) : Aggregate
{
    public const int MostGraceDays = 90;

    public GroupId Id { get; private set; } = id;

    public SmartGroupMode Mode { get; set; } = SmartGroupMode.Gate;

    /// <summary>How long a member who fails may stay; 0 for not at all.</summary>
    public int GraceDays { get; set; }

    /// <summary>The filters as JSON.</summary>
    public string Filters { get; private set; } = "";

    /// <summary>Counts edits, so that a second admin with an old page is noticed.</summary>
    public int Revision { get; set; }

    /// <summary>UTC, since when removals wait for a person; null when none does.</summary>
    public DateTimeOffset? HeldSince { get; set; }

    /// <summary>UTC of the last evaluation of everybody.</summary>
    public DateTimeOffset? EvaluatedAt { get; set; }

    public FilterExpression Expression
    {
        get => FilterExpression.FromJson(Filters);
        set => Filters = value.ToJson();
    }
}

/// <summary>Who comes in.</summary>
internal enum SmartGroupMode
{
    /// <summary>Pilots join by themselves as the group's own settings say, but only those who pass.</summary>
    Gate,

    /// <summary>Everybody who passes is in.</summary>
    Automatic,
}

/// <summary>A member who does not pass any more, and what has become of it.</summary>
internal sealed class Lapse(GroupId groupId, UserId userId, DateTimeOffset since)
{
    public GroupId GroupId { get; private set; } = groupId;

    public UserId UserId { get; private set; } = userId;

    /// <summary>UTC, when it was noticed.</summary>
    public DateTimeOffset Since { get; private set; } = since;

    public LapseStage Stage { get; set; }

    /// <summary>UTC, when the membership ends. A promise: a shorter grace period later does not change it.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>A person saw it and agreed; the brake does not count it.</summary>
    public bool IsApproved { get; set; }

    /// <summary>Begins anew, or goes on from being held.</summary>
    public void Become(LapseStage stage, DateTimeOffset now, DateTimeOffset? dueAt)
    {
        if (Stage == LapseStage.Ended)
        {
            (Since, IsApproved) = (now, false);
        }

        (Stage, DueAt) = (stage, dueAt);
    }
}

/// <summary>How far a lapse is.</summary>
internal enum LapseStage
{
    /// <summary>Held back by the brake.</summary>
    Held,

    /// <summary>The pilot was warned; the grace period runs.</summary>
    Warned,

    /// <summary>The membership was ended. Kept for a day, for the brake.</summary>
    Ended,
}
