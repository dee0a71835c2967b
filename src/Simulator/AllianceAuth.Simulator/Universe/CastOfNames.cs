namespace AllianceAuth.Simulator.Universe;

/// <summary>A pilot that is written by hand.</summary>
/// <param name="Account">Its account.</param>
/// <param name="Name">Its name.</param>
/// <param name="Female">For ESI's gender and the portrait.</param>
/// <param name="Corporation">Where it is when the world begins.</param>
/// <param name="Why">What it is good for; null when it is somebody's alt.</param>
internal sealed record CastMember(int Account, string Name, bool Female, long Corporation, string? Why = null);

/// <summary>The pilots that demonstrations and tests know by name. Every seed has them.</summary>
internal static class CastOfNames
{
    public const int Accounts = 8;
    public const string ChiefOfTheFirst = "Ilan Serrow";

    public static IReadOnlyList<CastMember> All { get; } =
    [
        new(1, "Maren Ostvik", Female: true, 98000001, "Member of Lanternfall Accord, three alts"),
        new(1, "Lune Carrow", Female: true, 98000001),
        new(1, "Tobin Raske", Female: false, 98000001),
        new(1, "Esme Vantor", Female: true, 98000001),
        new(2, ChiefOfTheFirst, Female: false, 98000001, "Chief of Cinder & Quill, director"),
        new(2, "Serrow's Ledger", Female: true, 98000002),
        new(3, "Yuna Tanabe-Holt", Female: true, 98000015, "Hollow Meridian: a friendly alliance"),
        new(3, "Piers Holt", Female: false, 98000015),
        new(4, "D'Arsi Kellow", Female: false, 98000052, "Corporation without an alliance"),
        new(5, "Brann O. Velkor", Female: false, 98000036, "Obsidian Choir: the other side"),
        new(6, "Pip Marlowe", Female: true, Geography.NpcCorporation, "New pilot, NPC corporation"),
        new(7, "Tobin Raskell", Female: false, 98000027, "Nearly the name of another pilot"),
        new(8, "Ottoline Grieve", Female: true, 98000059, "Corporation enlisted for a faction"),
    ];
}
