using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Events;

namespace AllianceAuth.GroupManagement.Domain;

/// <summary>What makes a group one that users join and leave by themselves. Its name and its members are Authentication's. GRP-004: internal and hidden until somebody says otherwise.</summary>
internal sealed class SelfServiceGroup(GroupId id) : Aggregate
{
    public const int DescriptionLength = 512;

    public GroupId Id { get; private set; } = id;

    /// <summary>Users can neither see, join nor leave it; overrides hidden, open and public.</summary>
    public bool IsInternal { get; set; } = true;

    /// <summary>Not listed; can be joined with the direct link.</summary>
    public bool IsHidden { get; set; } = true;

    /// <summary>Joining and leaving take effect at once.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Anybody may join, without the permission to request groups.</summary>
    public bool IsPublic { get; set; }

    public string Description { get; set; } = "";

    /// <summary>Users who decide its requests.</summary>
    public int[] Leaders { get; set; } = [];

    /// <summary>Groups whose members decide its requests.</summary>
    public int[] LeaderGroups { get; set; } = [];

    /// <summary>States whose users may join and stay; empty for all.</summary>
    public int[] States { get; set; } = [];

    /// <summary>Counts the edits, so that a second admin with an old page is noticed.</summary>
    public int Revision { get; set; }

    /// <summary>The rules under the name Authentication has for it.</summary>
    public GroupRules ToRules(string name, bool isRestricted) => new()
    {
        Id = Id,
        Name = name,
        IsInternal = IsInternal,
        IsHidden = IsHidden,
        IsOpen = IsOpen,
        IsPublic = IsPublic,
        IsRestricted = isRestricted,
        Description = Description,
        Leaders = [.. Leaders.Select(u => new UserId(u))],
        LeaderGroups = [.. LeaderGroups.Select(g => new GroupId(g))],
        States = [.. States.Select(s => new StateId(s))],
    };
}
