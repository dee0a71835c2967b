namespace AllianceAuth.Simulator.Universe;

/// <summary>The parts of the world that no pilot changes: space, stations, things, NPC empires.</summary>
internal static class Geography
{
    public const long Doomheim = 1000001;
    public const long NpcCorporation = 1000101;
    public const long FirstSystem = 30009001;
    public const long FirstStation = 60009001;
    public const long FirstStructure = 1040000000001;
    public const long Capsule = 670;
    private const long FirstConstellation = 20000901;
    private const long FirstTradeGood = 61001;

    /// <summary>More than a page of 1,000, so that a client has to turn pages.</summary>
    private const int TradeGoods = 1200;

    private static readonly string[] SystemNames =
    [
        "Velmora", "Issander", "Tarnhal", "Okuro", "Brightwater", "Sennefel", "Aldermoor", "Perijan", "Kestovar", "Lowmarch", "Yashiden", "Corvane",
        "Q-7HLN", "XV0-RA", "M4W-TD", "9K-UEE", "ZP-3OC", "H7T-BX", "0LN-QY", "J-VARR", "EK-40P", "T6-DDO", "U-SIIL", "5RH-6W",
    ];

    public static IReadOnlyList<Faction> Factions { get; } =
    [
        new(500001, "Caldari State", "A union of corporations that prizes duty and profit.", 1000180),
        new(500002, "Minmatar Republic", "Seven tribes that broke their chains.", 1000182),
        new(500003, "Amarr Empire", "The oldest and largest empire, sure of its faith.", 1000179),
        new(500004, "Gallente Federation", "A loud and free democracy.", 1000181),
        new(500006, "CONCORD Assembly", "Keeps the peace between the empires and enlists nobody.", null),
    ];

    public static IReadOnlyList<SolarSystem> Systems { get; } =
        [.. SystemNames.Select((name, i) => new SolarSystem(FirstSystem + i, name, FirstConstellation + (i / 4), i < 12 ? Math.Round(0.95 - (i * 0.07), 2) : Math.Round(-0.05 * (i - 11), 2)))];

    public static IReadOnlyList<Station> Stations { get; } =
        [.. Systems.Take(12).Select((system, i) => new Station(FirstStation + i, $"{system.Name} IV - Moon {(i % 5) + 1} - Free Harbour", system.Id, NpcCorporation))];

    /// <summary>EVE's ids and names for ships that many pilots fly, so that links to ship pages lead somewhere.</summary>
    public static IReadOnlyList<ItemType> Types { get; } =
    [
        new(587, "Rifter", 25, IsShip: true), new(593, "Tristan", 25, IsShip: true), new(597, "Punisher", 25, IsShip: true), new(603, "Merlin", 25, IsShip: true),
        new(620, "Osprey", 26, IsShip: true), new(621, "Caracal", 26, IsShip: true), new(622, "Stabber", 26, IsShip: true), new(624, "Maller", 26, IsShip: true),
        new(626, "Vexor", 26, IsShip: true), new(631, "Scythe", 26, IsShip: true), new(638, "Raven", 27, IsShip: true), new(641, "Megathron", 27, IsShip: true),
        new(Capsule, "Capsule", 29, IsShip: true), new(11987, "Guardian", 832, IsShip: true), new(12015, "Muninn", 358, IsShip: true), new(16227, "Ferox", 419, IsShip: true),
        new(22456, "Sabre", 541, IsShip: true), new(24698, "Drake", 419, IsShip: true), new(24702, "Hurricane", 419, IsShip: true),
        new(35832, "Astrahus", 1657, IsShip: false), new(35833, "Fortizar", 1657, IsShip: false),
        .. Enumerable.Range(0, TradeGoods).Select(i => new ItemType(FirstTradeGood + i, FormattableString.Invariant($"Trade Good {i + 1:0000}"), 314, IsShip: false)),
    ];

    public static IReadOnlyList<ItemType> Ships { get; } = [.. Types.Where(t => t.IsShip)];
}
