using System.Collections.Immutable;

namespace AllianceAuth.Simulator.Universe;

/// <summary>What a new world consists of.</summary>
internal sealed record BuiltWorld(
    List<EveAlliance> Alliances,
    List<EveCorporation> Corporations,
    List<EveAccount> Accounts,
    List<EveCharacter> Characters,
    List<PlayerStructure> Structures,
    List<Suggestion> Suggestions,
    long NextRecord);

/// <summary>Builds the same world from the same seed, to the last letter.</summary>
internal sealed class WorldBuilder(int seed, int extraCharacters, Func<long, int, string> ownerHash)
{
    private const long FirstCharacter = 2112000001;
    private const long FirstExtraCharacter = 2113000001;
    public const long FirstCorporation = 98000001;
    public const long FirstAlliance = 99000001;
    private const int PlayerCorporations = 59;
    private const int Players = 600;
    private const int FirstExtraAccount = 10001;

    /// <summary>The day history ends, so that nothing generated lies in the future of a clock that stands in 2026.</summary>
    private static readonly DateTimeOffset Today = new(2025, 11, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Corporations per alliance; the rest stand alone.</summary>
    private static readonly int[] AllianceSizes = [14, 12, 9, 11, 5];

    private static readonly (string Name, string Ticker)[] AllianceNames =
        [("Lanternfall Accord", "LNTRN"), ("Hollow Meridian", "HLMRD"), ("Saffron Tide Collective", "SAFTC"), ("Obsidian Choir", "OBSDC"), ("The Quiet Ninth", "QNINE")];

    private static readonly string[] OfficerRoles = ["Station_Manager", "Personnel_Manager"];

    private readonly NameMaker _names = new();
    private readonly List<EveAccount> _accounts = [];
    private readonly List<EveCharacter> _characters = [];
    private long _nextRecord = 500000001;

    /// <summary>What a chief executive may do.</summary>
    public static ImmutableArray<string> ChiefRoles { get; } = ["Accountant", "Director", "Personnel_Manager", "Station_Manager"];

    public BuiltWorld Build()
    {
        CastOfNames.All.ToList().ForEach(member => _names.Take(member.Name));
        var corporations = Corporations();
        People(corporations);
        Extras(corporations);
        corporations = [.. corporations.Select(WithChief)];
        var alliances = AllianceNames.Select((alliance, i) => Alliance(i, alliance.Name, alliance.Ticker, corporations)).ToList();
        return new(alliances, corporations, _accounts, _characters, Structures(corporations), Suggestions(), _nextRecord);
    }

    private List<EveCorporation> Corporations()
    {
        var dice = Dice.Of(seed, "corporations");
        List<EveCorporation> corporations = [];
        for (var i = 0; i < PlayerCorporations; i++)
        {
            var name = i == 0 ? "Cinder & Quill" : _names.Corporation(dice);
            corporations.Add(new EveCorporation
            {
                Id = FirstCorporation + i,
                Name = name,
                Ticker = i == 0 ? "CNDRQ" : _names.Ticker(dice, name),
                AllianceId = AllianceOf(i),
                // Two of the corporations that stand alone fight for an empire.
                FactionId = i switch { PlayerCorporations - 1 => 500001, PlayerCorporations - 2 => 500004, _ => null },
                Founded = Today.AddDays(-dice.Between(400, 5500)),
                Description = $"{name} was founded over a pot of tea and has not finished it since.",
                Url = dice.Chance(0.5) ? $"https://corp{i + 1}.example.test" : "",
                TaxRate = dice.Between(0, 4) * 0.025,
                HomeStationId = dice.Pick(Geography.Stations).Id,
            });
        }

        corporations.Add(new EveCorporation
        {
            Id = Geography.NpcCorporation,
            Name = "Freeport Academy",
            Ticker = "FRPA",
            Founded = Today.AddYears(-20),
            Description = "Where pilots begin, and where they wait between corporations.",
            TaxRate = 0.11,
            HomeStationId = Geography.FirstStation,
            IsNpc = true,
        });
        corporations.Add(new EveCorporation { Id = Geography.Doomheim, Name = "Doomheim", Ticker = "666", Founded = Today.AddYears(-20), HomeStationId = Geography.FirstStation, IsNpc = true });
        return corporations;
    }

    private static long? AllianceOf(int corporation)
    {
        for (var (alliance, end) = (0, 0); alliance < AllianceSizes.Length; alliance++)
        {
            end += AllianceSizes[alliance];
            if (corporation < end)
            {
                return FirstAlliance + alliance;
            }
        }

        return null;
    }

    private void People(List<EveCorporation> corporations)
    {
        var id = FirstCharacter;
        for (var account = 1; account <= Players; account++)
        {
            var dice = Dice.Of(seed, "player", account);
            var cast = CastOfNames.All.Where(member => member.Account == account).ToList();
            var size = cast.Count > 0 ? cast.Count : HowMany(dice);
            // The first players after the cast are spread so that every corporation has somebody.
            var home = account - CastOfNames.Accounts is > 0 and <= PlayerCorporations and var turn ? corporations[turn - 1] : dice.Pick(corporations.Take(PlayerCorporations + 1).ToList());
            for (var i = 0; i < size; i++)
            {
                var female = cast.Count > 0 ? cast[i].Female : dice.Chance(0.5);
                var name = cast.Count > 0 ? cast[i].Name : _names.Character(dice, female);
                var corporation = cast.Count > 0 ? cast[i].Corporation : i == 0 ? home.Id : Alternate(dice, home, corporations).Id;
                _characters.Add(Character(dice, id++, name, female, account, corporation));
            }

            _accounts.Add(new EveAccount(account, _characters[^size].Name));
        }
    }

    private static int HowMany(Dice dice) => dice.Below(100) switch { < 30 => 1, < 52 => 2, < 74 => 3, < 86 => dice.Between(4, 5), < 95 => dice.Between(6, 8), _ => dice.Between(9, 12) };

    /// <summary>Where an alt lives: mostly with the main, sometimes near, sometimes hidden.</summary>
    private static EveCorporation Alternate(Dice dice, EveCorporation home, List<EveCorporation> corporations) => dice.Below(10) switch
    {
        < 6 => home,
        < 8 => dice.Pick(corporations.Where(c => c.AllianceId == home.AllianceId && c.Id != Geography.Doomheim).ToList()),
        8 => corporations[PlayerCorporations],
        _ => corporations[dice.Below(PlayerCorporations)],
    };

    private void Extras(List<EveCorporation> corporations)
    {
        for (var i = 0; i < extraCharacters; i++)
        {
            var account = FirstExtraAccount + (i / 4);
            var dice = Dice.Of(seed, "extra", i);
            var character = Character(dice, FirstExtraCharacter + i, _names.Numbered(i), dice.Chance(0.5), account, corporations[i % PlayerCorporations].Id);
            _characters.Add(character);
            if (i % 4 == 0)
            {
                _accounts.Add(new EveAccount(account, character.Name));
            }
        }
    }

    private EveCharacter Character(Dice dice, long id, string name, bool female, int account, long corporation)
    {
        var birthday = Today.AddDays(-dice.Between(60, 6000)).AddMinutes(dice.Below(1440));
        var history = ImmutableArray.CreateBuilder<CorporationSpell>();
        history.Add(new CorporationSpell(_nextRecord++, Geography.NpcCorporation, birthday));
        var joined = birthday;
        for (var stations = dice.Below(4); stations > 0; stations--)
        {
            joined = Later(dice, joined);
            history.Add(new CorporationSpell(_nextRecord++, FirstCorporation + dice.Below(PlayerCorporations), joined));
        }

        if (history[^1].CorporationId != corporation)
        {
            history.Add(new CorporationSpell(_nextRecord++, corporation, Later(dice, joined)));
        }

        var race = dice.Pick([1, 2, 4, 8]);
        var system = dice.Pick(Geography.Systems);
        var docked = dice.Chance(0.7) ? Geography.Stations.FirstOrDefault(s => s.SolarSystemId == system.Id) : null;
        var lastLogin = Today.AddMinutes(-dice.Between(60, 60 * 24 * 20));
        return new EveCharacter
        {
            Id = id,
            Name = name,
            AccountId = account,
            OwnerHash = ownerHash(id, account),
            CorporationId = corporation,
            History = history.ToImmutable(),
            Birthday = birthday,
            Gender = female ? "female" : "male",
            RaceId = race,
            BloodlineId = dice.Between(1, 14),
            SecurityStatus = Math.Round((dice.Unit() * 8) - 3, 2),
            Description = dice.Chance(0.3) ? "Flies slowly, arrives early." : "",
            Titles = dice.Chance(0.12) ? [new CorporationTitle(1 << dice.Below(8), dice.Pick(NameLists.Titles))] : [],
            Roles = dice.Chance(0.05) ? [dice.Pick(OfficerRoles)] : [],
            SolarSystemId = system.Id,
            StationId = docked?.Id,
            ShipTypeId = dice.Pick(Geography.Ships).Id,
            ShipName = dice.Pick(NameLists.ShipNames),
            IsOnline = dice.Chance(0.15),
            LastLogin = lastLogin,
            LastLogout = lastLogin.AddMinutes(-dice.Between(30, 3000)),
            Logins = dice.Between(3, 4000),
        };
    }

    private static DateTimeOffset Later(Dice dice, DateTimeOffset from) => from + ((Today - from) * (0.1 + (dice.Unit() * 0.5)));

    private EveCorporation WithChief(EveCorporation corporation)
    {
        if (corporation.IsNpc)
        {
            return corporation;
        }

        // Cinder & Quill is led by one of the cast, so that tests know who may see its members.
        var at = _characters.FindIndex(c => c.CorporationId == corporation.Id && (corporation.Id != FirstCorporation || c.Name == CastOfNames.ChiefOfTheFirst));
        _characters[at] = _characters[at] with { Roles = ChiefRoles, Titles = [] };
        return corporation with { CeoId = _characters[at].Id, CreatorId = _characters[at].Id };
    }

    private static EveAlliance Alliance(int index, string name, string ticker, List<EveCorporation> corporations)
    {
        var leader = corporations.First(c => c.AllianceId == FirstAlliance + index);
        return new EveAlliance
        {
            Id = FirstAlliance + index,
            Name = name,
            Ticker = ticker,
            ExecutorCorporationId = leader.Id,
            CreatorCorporationId = leader.Id,
            CreatorId = leader.CeoId,
            Founded = leader.Founded.AddDays(90),
        };
    }

    private static List<PlayerStructure> Structures(List<EveCorporation> corporations) =>
        [.. Geography.Systems.Skip(12).Select((system, i) => new PlayerStructure(
            Geography.FirstStructure + i, $"{system.Name} - {corporations[i * 3].Ticker} Yard", system.Id, corporations[i * 3].Id, i % 3 == 0 ? 35833 : 35832))];

    private List<Suggestion> Suggestions() =>
        [.. CastOfNames.All.Where(member => member.Why is not null).Select(member => new Suggestion(_characters.Single(c => c.Name == member.Name).Id, member.Why!))];
}
