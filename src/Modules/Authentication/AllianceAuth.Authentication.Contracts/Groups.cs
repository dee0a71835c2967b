using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using MediatR;

namespace AllianceAuth.Authentication.Contracts;

/// <summary>Makes a group, or finds the one of that name. A reserved name gets <c>_1</c>, <c>_2</c> … until it is free. GRP-005.</summary>
/// <param name="Name">Its name.</param>
public sealed record CreateGroup(string Name) : IRequest<GroupId>;

/// <summary>Makes a group under exactly this name, or says why not: reserved, or taken. For forms. GRP-006.</summary>
/// <param name="Name">Its name.</param>
public sealed record AddGroup(string Name) : IRequest<AddedGroup>;

/// <summary>The new group, or why there is none. Exactly one is set.</summary>
/// <param name="Group">The new group.</param>
/// <param name="Refusal">Why there is none.</param>
public sealed record AddedGroup(GroupId? Group, Refusal? Refusal);

/// <summary>Gives a group another name; a reserved one gets <c>_1</c>, <c>_2</c> … until it is free. False when there is no such group, or another one has the name.</summary>
/// <param name="Group">Which.</param>
/// <param name="Name">Its new name.</param>
public sealed record RenameGroup(GroupId Group, string Name) : IRequest<bool>;

/// <summary>Asks why a group may not bear a name: reserved, taken, empty or too long. Null when it may.</summary>
/// <param name="Name">The name.</param>
/// <param name="Group">Who wants to bear it; null for a new group.</param>
public sealed record JudgeGroupName(string Name, GroupId? Group) : IRequest<Refusal?>;

/// <summary>Deletes a group; its members leave it first.</summary>
/// <param name="Group">Which.</param>
public sealed record DeleteGroup(GroupId Group) : IRequest
{
    /// <summary>Who deletes it: then the history keeps what it was called, what it granted and how many it had. Null for the site itself.</summary>
    public UserId? Actor { get; init; }
}

/// <summary>Sets what everybody in a group may do.</summary>
/// <param name="Group">Which.</param>
/// <param name="Permissions">Full names, all of them.</param>
/// <param name="Actor">Who decided it; null for the site itself.</param>
public sealed record SetGroupPermissions(GroupId Group, IReadOnlyList<string> Permissions, UserId? Actor) : IRequest;

/// <summary>Sets whether only superusers may put users into a group, or take them out, by hand. ADM-006.</summary>
/// <param name="Group">Which.</param>
/// <param name="IsRestricted">Whether.</param>
/// <param name="Actor">Who decided it; null for the site itself.</param>
public sealed record RestrictGroup(GroupId Group, bool IsRestricted, UserId? Actor) : IRequest;

/// <summary>Asks for groups, by name. One statement, and another for members not counted lately.</summary>
/// <param name="Groups">Which; null for all. Those that do not exist are left out.</param>
public sealed record FindGroups(IReadOnlyList<GroupId>? Groups) : IRequest<IReadOnlyList<GroupInfo>>;

/// <summary>Asks how many users are in groups. No statement for those counted lately, one for all others together.</summary>
/// <param name="Groups">Which.</param>
public sealed record CountMembers(IReadOnlyList<GroupId> Groups) : IRequest<IReadOnlyDictionary<GroupId, int>>;

/// <summary>A group as others name it.</summary>
/// <param name="Group">Which.</param>
/// <param name="Name">As admins wrote it; never translated.</param>
/// <param name="MemberCount">How many users are in it; a few minutes old at most.</param>
/// <param name="IsRestricted">Whether only superusers may change its members by hand.</param>
public sealed record GroupInfo(GroupId Group, string Name, int MemberCount, bool IsRestricted);

/// <summary>Asks what everybody in these groups may do, one entry per group that grants something. One statement.</summary>
/// <param name="Groups">Which.</param>
public sealed record FindGroupPermissions(IReadOnlyList<GroupId> Groups) : IRequest<IReadOnlyDictionary<GroupId, IReadOnlyList<string>>>;

/// <summary>Asks who is in these groups. One statement.</summary>
/// <param name="Groups">Which.</param>
public sealed record FindMembersOf(IReadOnlyList<GroupId> Groups) : IRequest<IReadOnlyList<Membership>>;

/// <summary>Asks for a page of a group's members. One statement.</summary>
/// <param name="Group">Which.</param>
/// <param name="Search">Part of a main's, corporation's or login name; null for all.</param>
/// <param name="Sort">What they are sorted by.</param>
/// <param name="Descending">Whether from the other end.</param>
/// <param name="Skip">How many to leave out at the start.</param>
/// <param name="Take">How many at most.</param>
public sealed record ListGroupMembers(GroupId Group, string? Search, GroupMemberSort Sort, bool Descending, int Skip, int Take) : IRequest<GroupMemberPage>;

/// <summary>What members may be sorted by.</summary>
public enum GroupMemberSort
{
    /// <summary>The main's name, or the login name without one.</summary>
    Name = 0,

    /// <summary>The main's corporation.</summary>
    Corporation = 1,

    /// <summary>The state.</summary>
    State = 2,

    /// <summary>When they joined.</summary>
    Since = 3,
}

/// <summary>Some of a group's members.</summary>
/// <param name="Members">Those asked for.</param>
/// <param name="Total">How many fit the search.</param>
public sealed record GroupMemberPage(IReadOnlyList<GroupMemberInfo> Members, int Total);

/// <summary>A user in a group.</summary>
/// <param name="User">Who.</param>
/// <param name="UserName">Login name.</param>
/// <param name="Main">Main character, or null.</param>
/// <param name="State">Name of the state.</param>
/// <param name="Since">UTC, when they joined.</param>
public sealed record GroupMemberInfo(UserId User, string UserName, MainCharacter? Main, string State, DateTimeOffset Since)
{
    /// <summary>The main's name, or the login name without one.</summary>
    public string Name => Main?.Name ?? UserName;
}

/// <summary>The states whose users may be in a group.</summary>
/// <param name="Group">Which group.</param>
/// <param name="States">Not empty.</param>
public sealed record GroupStates(GroupId Group, IReadOnlyList<StateId> States);

/// <summary>Takes users out of groups that do not admit the state they have now. As many statements for everybody as for one. GRP-047, GRP-049.</summary>
/// <param name="Groups">The groups that choose, and whom they admit.</param>
/// <param name="Users">Only these, and of them only those who are active (GRP-052); null for everybody in those groups.</param>
/// <param name="Actor">Who caused it; null for the site itself.</param>
/// <param name="Cause">Text key of the reason, for the log.</param>
/// <returns>Who left what.</returns>
public sealed record RemoveOutsideStates(IReadOnlyList<GroupStates> Groups, IReadOnlyList<UserId>? Users, UserId? Actor, string Cause) : IRequest<IReadOnlyList<Membership>>;

/// <summary>Takes users who do not hold a permission out of groups. As many statements for everybody as for one. GRP-051.</summary>
/// <param name="Permission">Full name.</param>
/// <param name="Groups">Out of which.</param>
/// <param name="Users">Only these active ones; null for everybody active in those groups.</param>
/// <param name="Cause">Text key of the reason, for the log.</param>
/// <returns>Who left what.</returns>
public sealed record RemoveWithoutPermission(string Permission, IReadOnlyList<GroupId> Groups, IReadOnlyList<UserId>? Users, string Cause) : IRequest<IReadOnlyList<Membership>>;
