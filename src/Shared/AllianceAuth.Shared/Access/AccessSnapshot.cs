namespace AllianceAuth.Shared.Access;

/// <summary>
/// Everything that decides what one user may do, read in one statement and kept in the cache until something it depends on changes.
/// Immutable: a change of state, group or grant makes a new one.
/// </summary>
public sealed record AccessSnapshot
{
    /// <summary>Whose access this is.</summary>
    public required UserId User { get; init; }

    /// <summary>The login name, for example <c>Maren_Ostvik</c>.</summary>
    public required string UserName { get; init; }

    /// <summary>False for a registration that was not finished and for a user an admin switched off.</summary>
    public required bool IsActive { get; init; }

    /// <summary>May open the admin site.</summary>
    public bool IsStaff { get; init; }

    /// <summary>Holds every permission while active. AUTH-073.</summary>
    public bool IsSuperuser { get; init; }

    /// <summary>The user's state.</summary>
    public required StateId State { get; init; }

    /// <summary>The state's name as admins wrote it; never translated.</summary>
    public required string StateName { get; init; }

    /// <summary>The main character, or null while none is set.</summary>
    public MainCharacter? Main { get; init; }

    /// <summary>EVE ids of all characters the user owns, the main among them.</summary>
    public IReadOnlyList<long> Characters { get; init; } = [];

    /// <summary>The groups the user is in.</summary>
    public IReadOnlyList<GroupMembership> Groups { get; init; } = [];

    /// <summary>Effective permissions: the union of state, groups and direct grants; empty for an inactive user. AUTH-071, AUTH-072.</summary>
    public IReadOnlySet<string> Permissions { get; init; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>UTC, when the user registered; null in what a node of an older version cached.</summary>
    public DateTimeOffset? Joined { get; init; }

    /// <summary>Sessions opened under another number than this are over ("sign out everywhere").</summary>
    public int SessionGeneration { get; init; }

    /// <summary>Whether the user holds a permission. AUTH-071 to AUTH-073.</summary>
    public bool Has(string permission) => IsActive && (IsSuperuser || Permissions.Contains(permission));

    /// <summary>Whether the user is in a group.</summary>
    public bool IsIn(GroupId group) => Groups.Any(g => g.Group == group);
}

/// <summary>The character a user is known by, as last seen.</summary>
/// <param name="CharacterId">EVE id of the character.</param>
/// <param name="Name">Name of the character.</param>
/// <param name="CorporationId">EVE id of its corporation; null until EVE told us.</param>
/// <param name="CorporationName">Name of its corporation; empty until EVE told us.</param>
/// <param name="CorporationTicker">Ticker of its corporation, up to five letters; empty until EVE told us.</param>
/// <param name="AllianceId">EVE id of its alliance, or null.</param>
/// <param name="AllianceName">Name of its alliance, or null.</param>
/// <param name="FactionId">EVE id of the faction it is enlisted with, or null.</param>
public sealed record MainCharacter(
    long CharacterId,
    string Name,
    long? CorporationId,
    string CorporationName,
    string CorporationTicker,
    long? AllianceId,
    string? AllianceName,
    long? FactionId);

/// <summary>A group a user is in.</summary>
/// <param name="Group">Which group.</param>
/// <param name="Name">The group's name as admins wrote it.</param>
public sealed record GroupMembership(GroupId Group, string Name);
