using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;

namespace AllianceAuth.Authentication.Domain;

/// <summary>What users are to us: exactly one for each, the highest priority that fits their main.</summary>
internal sealed class State(string name, int priority)
{
    /// <summary>The state of everybody whom no other one fits; found by this name. AUTH-005.</summary>
    public const string GuestName = "Guest";

    public const int NameLength = 32;

    public StateId Id { get; private set; }

    public string Name { get; set; } = name;

    /// <summary>Higher wins; no two are equal.</summary>
    public int Priority { get; set; } = priority;

    /// <summary>Fits every character.</summary>
    public bool IsPublic { get; set; }

    /// <summary>Counts edits, so that a second admin with an old page is noticed.</summary>
    public int Revision { get; set; }

    public List<StateMember> Members { get; } = [];

    public List<StatePermission> Permissions { get; } = [];

    public bool IsGuest => Name == GuestName;

    /// <summary>Whether the state is open to a main. The statement that decides for everybody says the same in SQL. AUTH-001, AUTH-002.</summary>
    public bool Fits(MainCharacter main) => IsPublic || Members.Any(member => member.Names(main));

    /// <summary>Makes the lists what they should be; what is on them already stays as it is.</summary>
    public void SetMembers(IReadOnlySet<(EntityKind Kind, long Id)> wanted)
    {
        Members.RemoveAll(m => !wanted.Contains((m.Kind, m.EntityId)));
        var listed = Members.Select(m => (m.Kind, m.EntityId)).ToHashSet();
        Members.AddRange(wanted.Where(w => !listed.Contains(w)).Select(w => new StateMember(w.Kind, w.Id)));
    }

    /// <summary>Makes the grants what they should be.</summary>
    public void SetPermissions(IReadOnlySet<string> wanted)
    {
        Permissions.RemoveAll(p => !wanted.Contains(p.Permission));
        var held = Permissions.Select(p => p.Permission).ToHashSet(StringComparer.Ordinal);
        Permissions.AddRange(wanted.Where(w => !held.Contains(w)).Select(w => new StatePermission(w)));
    }

    /// <summary>The best state for a user. AUTH-003 to AUTH-005; a user who is switched off fits nothing.</summary>
    public static State Best(IEnumerable<State> states, MainCharacter? main, bool isActive)
    {
        var all = states.ToList();
        return (main is not null && isActive ? all.Where(s => s.Fits(main)).MaxBy(s => s.Priority) : null) ?? all.Single(s => s.IsGuest);
    }
}

/// <summary>One entry of a state's lists.</summary>
internal sealed class StateMember(EntityKind kind, long entityId)
{
    public StateId StateId { get; private set; }

    public EntityKind Kind { get; private set; } = kind;

    /// <summary>EVE id.</summary>
    public long EntityId { get; private set; } = entityId;

    /// <summary>Whether this entry means the main or what it flies for; what a main does not have never matches.</summary>
    public bool Names(MainCharacter main) => Kind switch
    {
        EntityKind.Character => main.CharacterId == EntityId,
        EntityKind.Corporation => main.CorporationId == EntityId,
        EntityKind.Alliance => main.AllianceId == EntityId,
        EntityKind.Faction => main.FactionId == EntityId,
        _ => false,
    };
}

/// <summary>A permission that everybody in a state holds.</summary>
internal sealed class StatePermission(string permission)
{
    public StateId StateId { get; private set; }

    public string Permission { get; private set; } = permission;
}
