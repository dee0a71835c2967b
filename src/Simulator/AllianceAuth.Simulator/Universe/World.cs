using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace AllianceAuth.Simulator.Universe;

/// <summary>Everything that exists in the simulated New Eden. Read it freely; change it through the control.</summary>
public sealed partial class World
{
    private readonly int _seed;
    private readonly int _extraCharacters;
    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<long, EveCharacter> _characters = new();
    private readonly ConcurrentDictionary<long, EveCorporation> _corporations = new();
    private readonly ConcurrentDictionary<long, EveAlliance> _alliances = new();
    private readonly ConcurrentDictionary<int, EveAccount> _accounts = new();
    private long _nextRecord;
    private long _nextFleet;

    internal World(int seed, int extraCharacters)
    {
        _seed = seed;
        _extraCharacters = extraCharacters;
        Systems = Geography.Systems.ToDictionary(s => s.Id);
        Stations = Geography.Stations.ToDictionary(s => s.Id);
        Types = Geography.Types.ToDictionary(t => t.Id);
        Factions = Geography.Factions.ToDictionary(f => f.Id);
        Rebuild();
    }

    /// <summary>By id.</summary>
    public IReadOnlyDictionary<long, EveCharacter> Characters => _characters;

    /// <summary>By id; with the NPC corporations.</summary>
    public IReadOnlyDictionary<long, EveCorporation> Corporations => _corporations;

    /// <summary>By id.</summary>
    public IReadOnlyDictionary<long, EveAlliance> Alliances => _alliances;

    /// <summary>By id.</summary>
    public IReadOnlyDictionary<int, EveAccount> Accounts => _accounts;

    /// <summary>By id.</summary>
    public IReadOnlyDictionary<long, SolarSystem> Systems { get; }

    /// <summary>By id.</summary>
    public IReadOnlyDictionary<long, Station> Stations { get; }

    /// <summary>By id.</summary>
    public IReadOnlyDictionary<long, PlayerStructure> Structures { get; private set; } = new Dictionary<long, PlayerStructure>();

    /// <summary>By id.</summary>
    public IReadOnlyDictionary<long, ItemType> Types { get; }

    /// <summary>By id.</summary>
    public IReadOnlyDictionary<long, Faction> Factions { get; }

    /// <summary>Pilots that show something, for the top of the sign-on page.</summary>
    public IReadOnlyList<Suggestion> Suggestions { get; private set; } = [];

    /// <summary>The character of that exact name.</summary>
    /// <exception cref="KeyNotFoundException">Nobody is called so.</exception>
    public EveCharacter Character(string name) =>
        Characters.Values.FirstOrDefault(c => string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new KeyNotFoundException($"Nobody in this world is called '{name}'.");

    /// <summary>The characters that one account can log in, in order of id.</summary>
    public IReadOnlyList<EveCharacter> CharactersOf(int accountId) => [.. Characters.Values.Where(c => c.AccountId == accountId).OrderBy(c => c.Id)];

    /// <summary>The living members of a corporation, in order of id.</summary>
    public IReadOnlyList<EveCharacter> MembersOf(long corporationId) => [.. Characters.Values.Where(c => c.CorporationId == corporationId && !c.IsDeleted).OrderBy(c => c.Id)];

    /// <summary>The corporations of an alliance, in order of id.</summary>
    public IReadOnlyList<EveCorporation> CorporationsOf(long allianceId) => [.. Corporations.Values.Where(c => c.AllianceId == allianceId).OrderBy(c => c.Id)];

    /// <summary>The corporation a character is in.</summary>
    public EveCorporation CorporationOf(EveCharacter character)
    {
        ArgumentNullException.ThrowIfNull(character);
        return _corporations[character.CorporationId];
    }

    /// <summary>The alliance a character is in, if any.</summary>
    public EveAlliance? AllianceOf(EveCharacter character) => CorporationOf(character).AllianceId is { } id ? _alliances[id] : null;

    /// <summary>The hash that sign-on puts into the <c>owner</c> claim for this pair.</summary>
    internal string OwnerHash(long characterId, int accountId) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{_seed}:{characterId}:{accountId}")))[..20]);
}
