using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;

namespace AllianceAuth.Authentication.Data;

/// <summary>What is kept in the cache of one user: the access, and which of the state's criteria fitted.</summary>
/// <param name="Snapshot">The access as everybody gets it.</param>
/// <param name="Reason">Why the user is in the state.</param>
/// <param name="ReasonName">Name of the character, corporation, alliance or faction that the state lists.</param>
internal sealed record AccessEntry(AccessSnapshot Snapshot, StateReason Reason, string? ReasonName);

/// <summary>Which criterion of a state fitted a user.</summary>
internal enum StateReason
{
    /// <summary>None: the state of those whom nothing else fits.</summary>
    Nothing,

    /// <summary>The user has no main character.</summary>
    NoMain,

    /// <summary>The state is open to every character.</summary>
    Public,

    /// <summary>The state lists the character.</summary>
    Character,

    /// <summary>The state lists the corporation.</summary>
    Corporation,

    /// <summary>The state lists the alliance.</summary>
    Alliance,

    /// <summary>The state lists the faction.</summary>
    Faction,
}

/// <summary>One row of the access statement.</summary>
internal sealed class AccessRow
{
    public int Id { get; set; }

    public string UserName { get; set; } = "";

    public bool IsActive { get; set; }

    public bool IsStaff { get; set; }

    public bool IsSuperuser { get; set; }

    public int SessionGeneration { get; set; }

    public DateTimeOffset Joined { get; set; }

    public int StateId { get; set; }

    public string StateName { get; set; } = "";

    public bool StateIsPublic { get; set; }

    /// <summary>The first fitting kind of the state's lists, or null.</summary>
    public int? FittingKind { get; set; }

    public long? MainId { get; set; }

    public string? MainName { get; set; }

    public long? CorporationId { get; set; }

    public string? CorporationName { get; set; }

    public string? CorporationTicker { get; set; }

    public long? AllianceId { get; set; }

    public string? AllianceName { get; set; }

    public long? FactionId { get; set; }

    public string? FactionName { get; set; }

    public long[] Characters { get; set; } = [];

    public int[] GroupIds { get; set; } = [];

    public string[] GroupNames { get; set; } = [];

    public string[] Permissions { get; set; } = [];

    public AccessEntry ToEntry()
    {
        var main = MainId is { } id
            ? new MainCharacter(id, MainName ?? "", CorporationId, CorporationName ?? "", CorporationTicker ?? "", AllianceId, AllianceName, FactionId)
            : null;
        var snapshot = new AccessSnapshot
        {
            User = new UserId(Id),
            UserName = UserName,
            IsActive = IsActive,
            IsStaff = IsStaff && IsActive,
            IsSuperuser = IsSuperuser && IsActive,
            State = new StateId(StateId),
            StateName = StateName,
            Main = main,
            Characters = Characters,
            Groups = [.. GroupIds.Zip(GroupNames, (group, name) => new GroupMembership(new GroupId(group), name))],
            Permissions = Permissions.ToHashSet(StringComparer.Ordinal),
            SessionGeneration = SessionGeneration,
            Joined = Joined,
        };
        var (reason, name) = Why();
        return new AccessEntry(snapshot, reason, name);
    }

    private (StateReason Reason, string? Name) Why() => (MainId, FittingKind) switch
    {
        (null, _) => (StateReason.NoMain, null),
        (_, (int)EntityKind.Character) => (StateReason.Character, MainName),
        (_, (int)EntityKind.Corporation) => (StateReason.Corporation, CorporationName),
        (_, (int)EntityKind.Alliance) => (StateReason.Alliance, AllianceName),
        (_, (int)EntityKind.Faction) => (StateReason.Faction, FactionName),
        _ => (StateIsPublic ? StateReason.Public : StateReason.Nothing, null),
    };
}
