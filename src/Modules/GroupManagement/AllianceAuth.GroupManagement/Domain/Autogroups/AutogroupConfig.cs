using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Events;

namespace AllianceAuth.GroupManagement.Domain.Autogroups;

/// <summary>Keeps groups for the corporations and alliances of users in certain states.</summary>
internal sealed class AutogroupConfig : Aggregate
{
    public const int PrefixLength = 50;
    public const int ReplacementLength = 10;

    public int Id { get; private set; }

    /// <summary>Users in one of these states are entitled. EVE-052.</summary>
    public StateId[] States { get; set; } = [];

    public bool CorpGroups { get; set; }

    /// <summary>Blanks at its ends count. EVE-067.</summary>
    public string CorpGroupPrefix { get; set; } = "Corp ";

    public NameSource CorpNameSource { get; set; } = NameSource.Name;

    public bool AllianceGroups { get; set; }

    /// <summary>Blanks at its ends count. EVE-067.</summary>
    public string AllianceGroupPrefix { get; set; } = "Alliance ";

    public NameSource AllianceNameSource { get; set; } = NameSource.Name;

    public bool ReplaceSpaces { get; set; }

    public string ReplaceSpacesWith { get; set; } = "";

    /// <summary>Counts edits, so that a second admin with an old page is noticed.</summary>
    public int Revision { get; set; }

    /// <summary>Whether groups of this kind are kept.</summary>
    public bool Keeps(EntityKind kind) => kind switch
    {
        EntityKind.Corporation => CorpGroups,
        EntityKind.Alliance => AllianceGroups,
        _ => false,
    };

    /// <summary>Which corporation or alliance of a user this configuration keeps a group for; null for none. EVE-052 to EVE-055.</summary>
    public long? EntityFor(EntityKind kind, StateId state, long? corporation, long? alliance) =>
        !Keeps(kind) || !States.Contains(state) ? null : kind == EntityKind.Corporation ? corporation : alliance;

    /// <summary>What the group of a corporation or alliance is called. EVE-047 to EVE-049.</summary>
    public string NameFor(EveEntity entity)
    {
        var (prefix, source) = entity.Kind == EntityKind.Corporation ? (CorpGroupPrefix, CorpNameSource) : (AllianceGroupPrefix, AllianceNameSource);
        var own = source switch
        {
            NameSource.Name => entity.Name,
            NameSource.Ticker => entity.Ticker ?? "",
            _ => throw new InvalidOperationException($"The name source {source} is not known."),
        };
        var name = prefix + own;
        if (ReplaceSpaces)
        {
            name = name.Trim().Replace(" ", ReplaceSpacesWith, StringComparison.Ordinal);
        }

        return name.Length > GroupNames.Longest ? name[..GroupNames.Longest] : name;
    }
}

/// <summary>What of a corporation or alliance its group is named after.</summary>
internal enum NameSource
{
    /// <summary>Its name.</summary>
    Name,

    /// <summary>Its ticker.</summary>
    Ticker,
}

/// <summary>A group that a configuration keeps for a corporation or alliance. Groups are found by this link, never by their name. EVE-051.</summary>
internal abstract class ManagedGroup
{
    protected ManagedGroup(int configId, long entityId, GroupId groupId, string name) =>
        (ConfigId, EntityId, GroupId, Name) = (configId, entityId, groupId, name);

    /// <summary>May name a configuration that is gone; its groups are then due for removal.</summary>
    public int ConfigId { get; private set; }

    /// <summary>Corporation or alliance, as the type says.</summary>
    public EntityKind Kind { get; protected set; }

    /// <summary>EVE id.</summary>
    public long EntityId { get; private set; }

    public GroupId GroupId { get; set; }

    /// <summary>What the configuration calls it; the group itself may bear a number behind it.</summary>
    public string Name { get; set; }

    public static ManagedGroup Of(EntityKind kind, int config, long entity, GroupId group, string name) => kind == EntityKind.Corporation
        ? new ManagedCorpGroup(config, entity, group, name)
        : new ManagedAllianceGroup(config, entity, group, name);
}

/// <summary>The group of a corporation.</summary>
internal sealed class ManagedCorpGroup : ManagedGroup
{
    public ManagedCorpGroup(int configId, long entityId, GroupId groupId, string name)
        : base(configId, entityId, groupId, name) => Kind = EntityKind.Corporation;
}

/// <summary>The group of an alliance.</summary>
internal sealed class ManagedAllianceGroup : ManagedGroup
{
    public ManagedAllianceGroup(int configId, long entityId, GroupId groupId, string name)
        : base(configId, entityId, groupId, name) => Kind = EntityKind.Alliance;
}

/// <summary>Names of groups.</summary>
internal static class GroupNames
{
    public const int Longest = 150;

    /// <summary>The name itself for 0, else with a number behind it, cut so that it fits. EVE-051.</summary>
    public static string Numbered(string name, int number)
    {
        var ending = number == 0 ? "" : FormattableString.Invariant($"_{number}");
        return name[..Math.Min(name.Length, Longest - ending.Length)] + ending;
    }
}
