using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;

namespace AllianceAuth.GroupManagement.Domain;

/// <summary>Everything that decides who may see, join, leave and lead a group. Immutable, so that a list of all of them can stay in the cache.</summary>
internal sealed record GroupRules
{
    public required GroupId Id { get; init; }

    public required string Name { get; init; }

    public bool IsInternal { get; init; } = true;

    public bool IsHidden { get; init; } = true;

    public bool IsOpen { get; init; }

    public bool IsPublic { get; init; }

    public bool IsRestricted { get; init; }

    public string Description { get; init; } = "";

    public IReadOnlyList<UserId> Leaders { get; init; } = [];

    public IReadOnlyList<GroupId> LeaderGroups { get; init; } = [];

    public IReadOnlyList<StateId> States { get; init; } = [];

    /// <summary>How filters keep the group; null when none do.</summary>
    public SmartGroupMode? Smart { get; init; }

    /// <summary>Kept for a corporation or alliance. EVE-069.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>Whether users in a state may be in the group. GRP-014.</summary>
    public bool Admits(StateId state) => States.Count == 0 || States.Contains(state);

    /// <summary>Whether the group is one that a user could join, or has joined. GRP-010, GRP-013.</summary>
    public bool IsJoinableFor(AccessSnapshot user) =>
        !IsInternal && Admits(user.State) && (IsPublic || user.Has(GroupManagementPermissions.RequestGroups));

    /// <summary>Whether it stands in the user's list: never when hidden. GRP-011.</summary>
    public bool IsListedFor(AccessSnapshot user) => !IsHidden && IsJoinableFor(user);

    /// <summary>
    /// Whether a user may not even know that the group exists: it answers as one that does not. Others are told why they cannot join, for everybody
    /// whom their state admits sees them.
    /// </summary>
    public bool IsSecretFrom(AccessSnapshot user) => !user.IsIn(Id) && !IsManagedBy(user) && (IsInternal || (IsHidden && !IsJoinableFor(user)));

    /// <summary>Whether a user decides about removals that a smart group holds back.</summary>
    public bool MayReleaseHeld(AccessSnapshot user) => (!IsInternal && IsManagedBy(user)) || user.Has(GroupManagementPermissions.ChangeSmartGroup);

    /// <summary>Decides whether and how a user comes in. The order of the checks is that of GRP-015 to GRP-020.</summary>
    public JoinDecision DecideJoin(AccessSnapshot user, bool hasRequest)
    {
        if (IsInternal)
        {
            return JoinDecision.Refused("groupmanagement.join.internal", Name);
        }

        if (!Admits(user.State))
        {
            return JoinDecision.Refused("groupmanagement.join.state", Name, user.StateName);
        }

        if (user.IsIn(Id))
        {
            return JoinDecision.Refused("groupmanagement.join.member", Name);
        }

        if (Smart == SmartGroupMode.Automatic)
        {
            return JoinDecision.Refused("groupmanagement.join.automatic", Name);
        }

        if (!IsPublic && !user.Has(GroupManagementPermissions.RequestGroups))
        {
            return JoinDecision.Refused("groupmanagement.join.permission", Name);
        }

        if (IsOpen)
        {
            return JoinDecision.AtOnce;
        }

        return hasRequest ? JoinDecision.Refused("groupmanagement.join.pending", Name) : JoinDecision.OnRequest;
    }

    /// <summary>Decides whether and how a user gets out. The order of the checks is that of GRP-023 to GRP-028; neither permission nor state is asked for (GRP-029).</summary>
    /// <param name="user">Who wants out.</param>
    /// <param name="hasRequest">Whether they wait for an answer already.</param>
    /// <param name="autoLeave">Whether the site lets everybody leave without being asked.</param>
    public JoinDecision DecideLeave(AccessSnapshot user, bool hasRequest, bool autoLeave)
    {
        if (IsInternal)
        {
            return JoinDecision.Refused("groupmanagement.leave.internal", Name);
        }

        if (!user.IsIn(Id))
        {
            return JoinDecision.Refused("groupmanagement.leave.notmember", Name);
        }

        if (Smart == SmartGroupMode.Automatic)
        {
            return JoinDecision.Refused("groupmanagement.leave.automatic", Name);
        }

        if (IsOpen)
        {
            return JoinDecision.AtOnce;
        }

        if (hasRequest)
        {
            return JoinDecision.Refused("groupmanagement.leave.pending", Name);
        }

        return autoLeave ? JoinDecision.AtOnce : JoinDecision.OnRequest;
    }

    /// <summary>
    /// Why somebody who administers groups may not decide who is in this one, whether by its members, by filters or by deleting it; null when they may.
    /// ADM-006.
    /// </summary>
    public Refusal? FindMembersRefusal(AccessSnapshot actor) =>
        IsRestricted && !actor.IsSuperuser ? new Refusal("groupmanagement.edit.restricted.refused", Name) : null;

    /// <summary>Whether a user decides requests and members. GRP-031 to GRP-034.</summary>
    public bool IsManagedBy(AccessSnapshot user) => user.Has(GroupManagementPermissions.ManageAll) || IsLedBy(user);

    /// <summary>Whether a user leads the group, in person or as a member of a leader group. A superuser leads nothing by that alone. GRP-032, GRP-036.</summary>
    public bool IsLedBy(AccessSnapshot user) => user.IsActive && (Leaders.Contains(user.User) || LeaderGroups.Any(user.IsIn));

    /// <summary>Why a request cannot be granted now, or null: the group or the requestor's state changed meanwhile.</summary>
    public Refusal? FindGrantRefusal(bool isLeave, StateId state, string stateName) => (isLeave, IsInternal) switch
    {
        (true, _) => null,
        (_, true) => new Refusal("groupmanagement.decide.internal", Name),
        _ => Admits(state) ? null : new Refusal("groupmanagement.decide.state", Name, stateName),
    };
}

/// <summary>Whether a wish is granted, put before the leaders, or refused.</summary>
internal sealed record JoinDecision(bool NeedsLeader, Refusal? Refusal)
{
    public static JoinDecision AtOnce { get; } = new(NeedsLeader: false, null);

    public static JoinDecision OnRequest { get; } = new(NeedsLeader: true, null);

    public static JoinDecision Refused(string code, params IReadOnlyList<string> arguments) => new(NeedsLeader: false, new Refusal(code, arguments));
}
