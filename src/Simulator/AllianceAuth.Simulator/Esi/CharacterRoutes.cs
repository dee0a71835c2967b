using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Esi;

/// <summary>What ESI tells about characters.</summary>
internal static class CharacterRoutes
{
    private static readonly TimeSpan AffiliationLife = TimeSpan.FromHours(1);
    private static readonly RateGroup Location = new("char-location", 1200);
    private static readonly RateGroup Detail = new("char-detail", 600);
    private static readonly RateGroup Fleets = new("fleet", 1800);

    public static IEnumerable<EsiRoute> All =>
    [
        new("GET", "/characters/{character_id}", Character) { Cache = TimeSpan.FromDays(1) },
        new("POST", "/characters/affiliation", Affiliation),
        new("GET", "/characters/{character_id}/corporationhistory", call => Of(call, History)) { Cache = TimeSpan.FromDays(1) },
        new("GET", "/characters/{character_id}/portrait", call => Of(call, c => Portraits(call.ImageAddress, c.Id))) { Group = Detail, UntilDowntime = true },
        new("GET", "/characters/{character_id}/location", call => Of(call, c => new { c.SolarSystemId, c.StationId, c.StructureId }))
            { Scope = "esi-location.read_location.v1", Cache = TimeSpan.FromSeconds(5), Group = Location },
        new("GET", "/characters/{character_id}/ship", call => Of(call, c => new { ShipItemId = 1_000_000_000_000 + c.Id, c.ShipName, c.ShipTypeId }))
            { Scope = "esi-location.read_ship_type.v1", Cache = TimeSpan.FromSeconds(5), Group = Location },
        new("GET", "/characters/{character_id}/online", call => Of(call, c => new { Online = c.IsOnline, LastLogin = EsiTime.Text(c.LastLogin), LastLogout = EsiTime.Text(c.LastLogout), c.Logins }))
            { Scope = "esi-location.read_online.v1", Cache = TimeSpan.FromSeconds(60), Group = Location },
        new("GET", "/characters/{character_id}/roles", call => Of(call, c => new { Roles = c.Roles, RolesAtHq = Array.Empty<string>(), RolesAtBase = Array.Empty<string>(), RolesAtOther = Array.Empty<string>() }))
            { Scope = "esi-characters.read_corporation_roles.v1", Cache = TimeSpan.FromHours(1), Group = Detail },
        new("GET", "/characters/{character_id}/titles", call => Of(call, c => c.Titles.Select(t => new { TitleId = t.Id, t.Name })))
            { Scope = "esi-characters.read_titles.v1", Cache = TimeSpan.FromHours(1), Group = Detail },
        new("GET", "/characters/{character_id}/fleet", Fleet) { Scope = "esi-fleets.read_fleet.v1", Cache = TimeSpan.FromSeconds(60), Group = Fleets },
    ];

    private static EsiReply Of(EsiCall call, Func<EveCharacter, object> part)
    {
        if (!call.World.Characters.TryGetValue(call.Id, out var character))
        {
            return EsiReply.NotFound("Character");
        }

        return character.IsDeleted ? EsiReply.Error(StatusCodes.Status404NotFound, "Character has been deleted!") : EsiReply.Ok(part(character));
    }

    private static EsiReply Character(EsiCall call) => Of(call, character =>
    {
        var corporation = call.World.CorporationOf(character);
        var isNew = call.CompatibilityDate >= EsiTime.NewCharacters;
        var title = character.Titles is [var first, ..] ? first.Name : null;
        return new
        {
            AchievementScore = isNew ? character.Logins * 3 : (int?)null,
            corporation.AllianceId,
            Birthday = EsiTime.Text(character.Birthday),
            character.BloodlineId,
            character.CorporationId,
            CorporationTitle = isNew ? title : null,
            character.Description,
            corporation.FactionId,
            character.Gender,
            character.Name,
            character.RaceId,
            character.SecurityStatus,
            Title = isNew ? null : title,
        };
    });

    private static EsiReply Affiliation(EsiCall call)
    {
        if (call.List<long>(1_000) is not { } ids)
        {
            return EsiReply.BadRequest("expected 1 to 1000 different character ids", "body");
        }

        // One bad id fails the whole batch. A deleted character is no bad id: it is in Doomheim.
        return ids.All(call.World.Characters.ContainsKey)
            ? EsiReply.Ok(ids.Select(id => call.Hold(FormattableString.Invariant($"affiliation {id}"), AffiliationLife, () => Affiliation(call.World, id))))
            : EsiReply.BadRequest("Invalid character ID", "body");
    }

    private static object Affiliation(World world, long id)
    {
        var corporation = world.CorporationOf(world.Characters[id]);
        return new { corporation.AllianceId, CharacterId = id, CorporationId = corporation.Id, corporation.FactionId };
    }

    private static object History(EveCharacter character) =>
        character.History.Reverse().Select(spell => new { spell.CorporationId, spell.RecordId, StartDate = EsiTime.Text(spell.Start) });

    private static object Portraits(string images, long id)
    {
        string At(int size) => FormattableString.Invariant($"{images}/characters/{id}/portrait?tenant=tranquility&size={size}");
        return new { Px64x64 = At(64), Px128x128 = At(128), Px256x256 = At(256), Px512x512 = At(512) };
    }

    private static EsiReply Fleet(EsiCall call) => call.World.Characters.TryGetValue(call.Id, out var character) && character.Fleet is { } seat
        ? EsiReply.Ok(new { FleetBossId = seat.BossId, seat.FleetId, seat.Role, SquadId = seat.Role == "squad_member" ? seat.FleetId + 2 : -1, WingId = seat.Role == "squad_member" ? seat.FleetId + 1 : -1 })
        : EsiReply.Error(StatusCodes.Status404NotFound, "The character is not in a fleet");
}
