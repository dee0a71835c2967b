using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Esi;

/// <summary>What ESI tells about space, things and names, and about itself.</summary>
internal static class UniverseRoutes
{
    private static readonly string[] StationServices = ["docking", "fitting", "market", "repair-facilities"];
    private static readonly RateGroup Status = new("status", 600);
    private static readonly RateGroup Meta = new("meta", 150);

    public static IEnumerable<EsiRoute> All =>
    [
        new("GET", "/status", ServerStatus) { Cache = TimeSpan.FromSeconds(30), Group = Status },
        new("GET", "/meta/compatibility-dates", _ => EsiReply.Ok(new { CompatibilityDates = EsiTime.Changes.Select(EsiTime.Text) })) { Cache = TimeSpan.FromMinutes(10), Group = Meta },
        new("GET", "/universe/factions", call => EsiReply.Ok(call.World.Factions.Values.OrderBy(f => f.Id).Select(Details))) { UntilDowntime = true, Localized = true },
        new("GET", "/universe/systems/{system_id}", call => Of(call.World.Systems, call.Id, "Solar system", s => Details(call.World, s))) { UntilDowntime = true, Localized = true },
        new("GET", "/universe/stations/{station_id}", call => Of(call.World.Stations, call.Id, "Station", Details)) { UntilDowntime = true },
        new("GET", "/universe/types", call => EsiReply.Paged([.. call.World.Types.Keys.Order()], call.Query["page"])) { UntilDowntime = true },
        new("GET", "/universe/types/{type_id}", call => Of(call.World.Types, call.Id, "Type", Details)) { UntilDowntime = true, Localized = true },
        new("GET", "/universe/structures/{structure_id}", Structure) { Scope = "esi-universe.read_structures.v1", Cache = TimeSpan.FromHours(1) },
    ];

    private static EsiReply Of<T>(IReadOnlyDictionary<long, T> all, long id, string what, Func<T, object> details) =>
        all.TryGetValue(id, out var one) ? EsiReply.Ok(details(one)) : EsiReply.NotFound(what);

    private static EsiReply ServerStatus(EsiCall call) => EsiReply.Ok(new
    {
        Players = call.World.Characters.Values.Count(c => c.IsOnline),
        ServerVersion = "3000001",
        StartTime = EsiTime.Text(EsiTime.LastDowntimeEnd(call.Now)),
        Vip = call.Settings.Vip ? true : (bool?)null,
    });

    private static object Details(Faction faction) => new
    {
        CorporationId = Geography.NpcCorporation,
        faction.Description,
        FactionId = faction.Id,
        IsUnique = true,
        faction.MilitiaCorporationId,
        faction.Name,
        SizeFactor = 5.0,
        SolarSystemId = Geography.FirstSystem,
        StationCount = Geography.Stations.Count,
        StationSystemCount = Geography.Stations.Count,
    };

    private static object Details(World world, SolarSystem system) => new
    {
        system.ConstellationId,
        system.Name,
        Position = Position(system.Id),
        SecurityClass = system.SecurityStatus >= 0.5 ? "B" : "F",
        system.SecurityStatus,
        Stations = world.Stations.Values.Where(s => s.SolarSystemId == system.Id).Select(s => s.Id),
        SystemId = system.Id,
    };

    private static object Details(Station station) => new
    {
        MaxDockableShipVolume = 50_000_000.0,
        station.Name,
        OfficeRentalCost = 10_000.0,
        Owner = station.OwnerId,
        Position = Position(station.Id),
        RaceId = 1,
        ReprocessingEfficiency = 0.5,
        ReprocessingStationsTake = 0.05,
        Services = StationServices,
        StationId = station.Id,
        SystemId = station.SolarSystemId,
        TypeId = 1_531,
    };

    private static object Details(ItemType type) => new
    {
        Capacity = 100.0,
        Description = type.IsShip ? "A ship." : "Something that is not a ship.",
        type.GroupId,
        Mass = 1_000_000.0,
        type.Name,
        PackagedVolume = 2_500.0,
        PortionSize = 1,
        Published = true,
        Radius = 40.0,
        TypeId = type.Id,
        Volume = 20_000.0,
    };

    private static EsiReply Structure(EsiCall call)
    {
        if (!call.World.Structures.TryGetValue(call.Id, out var structure))
        {
            return EsiReply.NotFound("Structure");
        }

        // Docking is for the owner and its alliance.
        var owner = call.World.Corporations[structure.OwnerId];
        var visitor = call.World.CorporationOf(call.World.Characters[call.Token!.CharacterId]);
        return visitor.Id == owner.Id || (owner.AllianceId is not null && visitor.AllianceId == owner.AllianceId)
            ? EsiReply.Ok(new { structure.Name, structure.OwnerId, Position = Position(structure.Id), structure.SolarSystemId, structure.TypeId })
            : EsiReply.Error(StatusCodes.Status403Forbidden, "Forbidden");
    }

    /// <summary>Somewhere, always the same.</summary>
    private static object Position(long id)
    {
        var dice = Dice.Of("position", id);
        return new { X = Math.Round(dice.Unit() * 1e12), Y = Math.Round(dice.Unit() * 1e11), Z = Math.Round(dice.Unit() * -1e12) };
    }
}
