namespace AllianceAuth.Simulator.Universe;

/// <summary>What can happen to the world after it was built.</summary>
public sealed partial class World
{
    /// <summary>Back to the day it was built.</summary>
    internal void Rebuild()
    {
        lock (_writing)
        {
            var built = new WorldBuilder(_seed, _extraCharacters, OwnerHash).Build();
            _characters.Clear();
            _corporations.Clear();
            _alliances.Clear();
            _accounts.Clear();
            built.Alliances.ForEach(a => _alliances[a.Id] = a);
            built.Corporations.ForEach(c => _corporations[c.Id] = c);
            built.Accounts.ForEach(a => _accounts[a.Id] = a);
            built.Characters.ForEach(c => _characters[c.Id] = c);
            Structures = built.Structures.ToDictionary(s => s.Id);
            Suggestions = built.Suggestions;
            _nextRecord = built.NextRecord;
            _nextFleet = 1100000000001;
        }
    }

    internal void MoveCharacter(long characterId, long corporationId, DateTimeOffset now)
    {
        lock (_writing)
        {
            var character = Living(characterId);
            var corporation = Corporation(corporationId);
            Refuse(corporation.IsClosed, $"{corporation.Name} is closed.");
            Refuse(character.CorporationId == corporationId, $"{character.Name} is already in {corporation.Name}.");
            Join(character, corporationId, now);
        }
    }

    internal void MoveCorporation(long corporationId, long? allianceId)
    {
        lock (_writing)
        {
            var corporation = Corporation(corporationId);
            Refuse(corporation.IsNpc || corporation.IsClosed, $"{corporation.Name} cannot join an alliance.");
            if (allianceId is { } wanted)
            {
                Alliance(wanted);
            }

            var left = corporation.AllianceId;
            _corporations[corporationId] = corporation with { AllianceId = allianceId };
            PassOnExecutor(left, corporationId);
            PassOnExecutor(allianceId, leaver: null);
        }
    }

    internal void RenameCharacter(long characterId, string name)
    {
        lock (_writing)
        {
            var character = Living(characterId);
            Refuse(string.IsNullOrWhiteSpace(name) || name.Length > 37, "A name has 1 to 37 characters.");
            Refuse(Characters.Values.Any(c => c.Id != characterId && string.Equals(c.Name, name, StringComparison.OrdinalIgnoreCase)), $"The name {name} is taken.");
            _characters[characterId] = character with { Name = name };
        }
    }

    internal void CloseCorporation(long corporationId, DateTimeOffset now)
    {
        lock (_writing)
        {
            var corporation = Corporation(corporationId);
            Refuse(corporation.IsNpc || corporation.IsClosed, $"{corporation.Name} cannot be closed.");
            foreach (var member in MembersOf(corporationId))
            {
                Join(member, Geography.NpcCorporation, now);
            }

            _corporations[corporationId] = corporation with { IsClosed = true, CeoId = 1, AllianceId = null, FactionId = null };
            PassOnExecutor(corporation.AllianceId, corporationId);
        }
    }

    internal void Biomass(long characterId, DateTimeOffset now)
    {
        lock (_writing)
        {
            Join(Living(characterId), Geography.Doomheim, now);
            _characters[characterId] = _characters[characterId] with { IsDeleted = true, IsOnline = false, Fleet = null };
        }
    }

    /// <returns>The account it went to.</returns>
    internal EveAccount SellCharacter(long characterId, int? accountId)
    {
        lock (_writing)
        {
            var character = Living(characterId);
            var buyer = accountId is { } wanted
                ? _accounts.GetValueOrDefault(wanted) ?? throw new ChangeRefusedException(FormattableString.Invariant($"There is no account {wanted}."))
                : new EveAccount(_accounts.Keys.Max() + 1, $"Buyer of {character.Name}");
            Refuse(buyer.Id == character.AccountId, $"{character.Name} is already in that account.");
            _accounts[buyer.Id] = buyer;
            _characters[characterId] = character with { AccountId = buyer.Id, OwnerHash = OwnerHash(characterId, buyer.Id) };
            return buyer;
        }
    }

    internal void Place(long characterId, long solarSystemId, long? shipTypeId, bool docked)
    {
        lock (_writing)
        {
            var character = Living(characterId);
            Refuse(!Systems.ContainsKey(solarSystemId), FormattableString.Invariant($"There is no solar system {solarSystemId}."));
            Refuse(shipTypeId is { } ship && !(Types.TryGetValue(ship, out var type) && type.IsShip), FormattableString.Invariant($"{shipTypeId} is not a ship."));
            var station = docked ? Stations.Values.FirstOrDefault(s => s.SolarSystemId == solarSystemId) : null;
            Refuse(docked && station is null, $"{Systems[solarSystemId].Name} has no station to dock in.");
            _characters[characterId] = character with { SolarSystemId = solarSystemId, StationId = station?.Id, StructureId = null, ShipTypeId = shipTypeId ?? character.ShipTypeId };
        }
    }

    internal void SetOnline(long characterId, bool online, DateTimeOffset now)
    {
        lock (_writing)
        {
            var character = Living(characterId);
            _characters[characterId] = (character.IsOnline, online) switch
            {
                (false, true) => character with { IsOnline = true, LastLogin = now, Logins = character.Logins + 1 },
                (true, false) => character with { IsOnline = false, LastLogout = now, Fleet = null },
                _ => character,
            };
        }
    }

    /// <param name="characterId">Who joins.</param>
    /// <param name="bossId">Whose fleet; a boss without one gets a new one. The boss itself may be named: that starts a fleet.</param>
    internal FleetSeat JoinFleet(long characterId, long bossId)
    {
        lock (_writing)
        {
            var boss = Living(bossId);
            var led = boss.Fleet is { } fleet && fleet.BossId == bossId ? fleet : new FleetSeat(_nextFleet++, bossId, "fleet_commander");
            _characters[bossId] = boss with { Fleet = led };
            if (characterId == bossId)
            {
                return led;
            }

            var seat = led with { Role = "squad_member" };
            _characters[characterId] = Living(characterId) with { Fleet = seat };
            return seat;
        }
    }

    internal void LeaveFleet(long characterId)
    {
        lock (_writing)
        {
            _characters[characterId] = Living(characterId) with { Fleet = null };
        }
    }

    internal EveCharacter Living(long id) =>
        Characters.TryGetValue(id, out var character) && !character.IsDeleted ? character : throw new ChangeRefusedException(FormattableString.Invariant($"There is no living character {id}."));

    private EveCorporation Corporation(long id) =>
        Corporations.TryGetValue(id, out var corporation) && id != Geography.Doomheim ? corporation : throw new ChangeRefusedException(FormattableString.Invariant($"There is no corporation {id}."));

    private EveAlliance Alliance(long id) => Alliances.TryGetValue(id, out var alliance) ? alliance : throw new ChangeRefusedException(FormattableString.Invariant($"There is no alliance {id}."));

    private void Join(EveCharacter character, long corporationId, DateTimeOffset now)
    {
        var left = _corporations[character.CorporationId];
        _characters[character.Id] = character with
        {
            CorporationId = corporationId,
            History = character.History.Add(new CorporationSpell(_nextRecord++, corporationId, now)),
            Roles = [],
            Titles = [],
        };
        if (left.CeoId == character.Id)
        {
            // A corporation is never without a chief: the longest-standing member takes over.
            var heir = MembersOf(left.Id).MinBy(m => m.History[^1].Start);
            _corporations[left.Id] = left with { CeoId = heir?.Id ?? 1 };
            if (heir is not null)
            {
                _characters[heir.Id] = heir with { Roles = WorldBuilder.ChiefRoles };
            }
        }
    }

    /// <summary>An alliance is led by one of its corporations, or by none when it has none.</summary>
    private void PassOnExecutor(long? allianceId, long? leaver)
    {
        if (allianceId is { } id && _alliances[id] is var alliance && (alliance.ExecutorCorporationId is null || alliance.ExecutorCorporationId == leaver))
        {
            _alliances[id] = alliance with { ExecutorCorporationId = CorporationsOf(id) is [var next, ..] ? next.Id : null };
        }
    }

    private static void Refuse(bool condition, string because)
    {
        if (condition)
        {
            throw new ChangeRefusedException(because);
        }
    }
}

/// <summary>The control was asked for something that cannot happen in this world. The message says why, for people.</summary>
public sealed class ChangeRefusedException(string message) : Exception(message);
