using System.Collections.Immutable;

namespace AllianceAuth.Simulator.Universe;

/// <summary>One invented EVE character. A change replaces the record, so a reader never sees half of it.</summary>
public sealed record EveCharacter
{
    /// <summary>From 2112000001 up.</summary>
    public required long Id { get; init; }

    /// <summary>Unique in this world, as in EVE.</summary>
    public required string Name { get; init; }

    /// <summary>The account it can be logged in from.</summary>
    public required int AccountId { get; init; }

    /// <summary>28 characters of Base64, one value per pair of character and account.</summary>
    public required string OwnerHash { get; init; }

    /// <summary>The corporation it is in now.</summary>
    public required long CorporationId { get; init; }

    /// <summary>All corporations so far, oldest first; the last is the current one.</summary>
    public required ImmutableArray<CorporationSpell> History { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset Birthday { get; init; }

    /// <summary><c>male</c> or <c>female</c>: ESI knows no other.</summary>
    public required string Gender { get; init; }

    /// <summary>1, 2, 4 or 8.</summary>
    public required int RaceId { get; init; }

    /// <summary>1 to 14.</summary>
    public required int BloodlineId { get; init; }

    /// <summary>-10 to 5.</summary>
    public required double SecurityStatus { get; init; }

    /// <summary>The text a pilot writes about itself; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>Titles its corporation gave it.</summary>
    public ImmutableArray<CorporationTitle> Titles { get; init; } = [];

    /// <summary>Roles in its corporation, as ESI writes them (<c>Director</c>, <c>Station_Manager</c>).</summary>
    public ImmutableArray<string> Roles { get; init; } = [];

    /// <summary>Where it is.</summary>
    public required long SolarSystemId { get; init; }

    /// <summary>The NPC station it is docked in, if any.</summary>
    public long? StationId { get; init; }

    /// <summary>The player structure it is docked in, if any.</summary>
    public long? StructureId { get; init; }

    /// <summary>What it flies.</summary>
    public required long ShipTypeId { get; init; }

    /// <summary>The name its pilot gave the ship.</summary>
    public required string ShipName { get; init; }

    /// <summary>Whether it is logged in to the game.</summary>
    public bool IsOnline { get; init; }

    /// <summary>The start of its latest session.</summary>
    public required DateTimeOffset LastLogin { get; init; }

    /// <summary>The end of its latest finished session.</summary>
    public required DateTimeOffset LastLogout { get; init; }

    /// <summary>Sessions so far.</summary>
    public required int Logins { get; init; }

    /// <summary>The fleet it flies in, if any.</summary>
    public FleetSeat? Fleet { get; init; }

    /// <summary>Biomassed: ESI answers 404 and lists it in Doomheim.</summary>
    public bool IsDeleted { get; init; }
}

/// <summary>A stretch of a character's life in one corporation.</summary>
/// <param name="RecordId">Ascending, unique in the world.</param>
/// <param name="CorporationId">The corporation.</param>
/// <param name="Start">When the character joined.</param>
public sealed record CorporationSpell(long RecordId, long CorporationId, DateTimeOffset Start);

/// <summary>A title as a corporation hands it out.</summary>
/// <param name="Id">Power of two, as in EVE.</param>
/// <param name="Name">May hold markup, as in EVE.</param>
public sealed record CorporationTitle(int Id, string Name);

/// <summary>A place in a fleet.</summary>
/// <param name="FleetId">The fleet.</param>
/// <param name="BossId">The character who owns the fleet.</param>
/// <param name="Role">As ESI writes it: <c>fleet_commander</c>, <c>squad_member</c>, …</param>
public sealed record FleetSeat(long FleetId, long BossId, string Role);

/// <summary>
/// One player's login. EVE itself allows three characters an account and players own several; here one account holds all
/// of a player's characters, so that the sign-on page can show them together.
/// </summary>
/// <param name="Id">From 1 up.</param>
/// <param name="Name">A label for people: the first character's name when the world was built.</param>
public sealed record EveAccount(int Id, string Name);
