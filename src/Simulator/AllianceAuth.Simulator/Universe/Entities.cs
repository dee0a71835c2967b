namespace AllianceAuth.Simulator.Universe;

/// <summary>One invented corporation.</summary>
public sealed record EveCorporation
{
    /// <summary>From 98000001 up for players, 1000001 to 1999999 for NPCs.</summary>
    public required long Id { get; init; }

    /// <summary>Unique in this world.</summary>
    public required string Name { get; init; }

    /// <summary>Up to five characters.</summary>
    public required string Ticker { get; init; }

    /// <summary>The alliance it is in now.</summary>
    public long? AllianceId { get; init; }

    /// <summary>The faction it fights for, if it enlisted.</summary>
    public long? FactionId { get; init; }

    /// <summary>Chief executive; 1 for an NPC or closed corporation, as in EVE.</summary>
    public long CeoId { get; init; } = 1;

    /// <summary>Who founded it; 1 for an NPC corporation.</summary>
    public long CreatorId { get; init; } = 1;

    /// <summary>When it was founded.</summary>
    public required DateTimeOffset Founded { get; init; }

    /// <summary>Its own words.</summary>
    public string Description { get; init; } = "";

    /// <summary>A web page; may be empty.</summary>
    public string Url { get; init; } = "";

    /// <summary>0 to 1.</summary>
    public double TaxRate { get; init; }

    /// <summary>The station its headquarters are in.</summary>
    public required long HomeStationId { get; init; }

    /// <summary>Run by the game, never by players.</summary>
    public bool IsNpc { get; init; }

    /// <summary>Closed: it exists, but nobody is in it.</summary>
    public bool IsClosed { get; init; }
}

/// <summary>One invented alliance.</summary>
public sealed record EveAlliance
{
    /// <summary>From 99000001 up.</summary>
    public required long Id { get; init; }

    /// <summary>Unique in this world.</summary>
    public required string Name { get; init; }

    /// <summary>Up to five characters.</summary>
    public required string Ticker { get; init; }

    /// <summary>The corporation that leads it; none when its last corporation left.</summary>
    public long? ExecutorCorporationId { get; init; }

    /// <summary>The corporation that founded it.</summary>
    public required long CreatorCorporationId { get; init; }

    /// <summary>The character who founded it.</summary>
    public long CreatorId { get; init; } = 1;

    /// <summary>When it was founded.</summary>
    public required DateTimeOffset Founded { get; init; }
}

/// <summary>One of the NPC powers.</summary>
/// <param name="Id">500001 to 500004 for the empires.</param>
/// <param name="Name">English name.</param>
/// <param name="Description">One sentence.</param>
/// <param name="MilitiaCorporationId">The corporation one enlists with; null for those that enlist nobody.</param>
public sealed record Faction(long Id, string Name, string Description, long? MilitiaCorporationId);

/// <summary>A solar system.</summary>
/// <param name="Id">In the range of EVE's systems.</param>
/// <param name="Name">Invented.</param>
/// <param name="ConstellationId">Its constellation.</param>
/// <param name="SecurityStatus">-1 to 1.</param>
public sealed record SolarSystem(long Id, string Name, long ConstellationId, double SecurityStatus);

/// <summary>An NPC station.</summary>
/// <param name="Id">In the range of EVE's stations.</param>
/// <param name="Name">Invented.</param>
/// <param name="SolarSystemId">Where it is.</param>
/// <param name="OwnerId">The NPC corporation that runs it.</param>
public sealed record Station(long Id, string Name, long SolarSystemId, long OwnerId);

/// <summary>A structure that players own.</summary>
/// <param name="Id">13 digits, as in EVE.</param>
/// <param name="Name">Invented; begins with its system, as in EVE.</param>
/// <param name="SolarSystemId">Where it is.</param>
/// <param name="OwnerId">The corporation that owns it; its alliance may dock.</param>
/// <param name="TypeId">What kind it is.</param>
public sealed record PlayerStructure(long Id, string Name, long SolarSystemId, long OwnerId, long TypeId);

/// <summary>A kind of thing: a ship, a structure, a trade good.</summary>
/// <param name="Id">EVE's id for ships.</param>
/// <param name="Name">English name.</param>
/// <param name="GroupId">EVE's group.</param>
/// <param name="IsShip">Whether a pilot can fly it.</param>
public sealed record ItemType(long Id, string Name, int GroupId, bool IsShip);

/// <summary>A pilot worth trying first, and why.</summary>
/// <param name="CharacterId">The character.</param>
/// <param name="Why">A few words for people.</param>
public sealed record Suggestion(long CharacterId, string Why);
