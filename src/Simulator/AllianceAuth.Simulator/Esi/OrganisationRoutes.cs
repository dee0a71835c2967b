using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Esi;

/// <summary>What ESI tells about corporations and alliances.</summary>
internal static class OrganisationRoutes
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly RateGroup Members = new("corp-member", 300);

    public static IEnumerable<EsiRoute> All =>
    [
        new("GET", "/corporations/{corporation_id}", call => Corporation(call, c => Details(call, c))) { Cache = Hour },
        new("GET", "/corporations/{corporation_id}/icons", call => Corporation(call, c => Icons(call.ImageAddress, "corporations", c.Id))) { Cache = Hour },
        new("GET", "/corporations/{corporation_id}/members", MemberList) { Scope = "esi-corporations.read_corporation_membership.v1", Cache = Hour, Group = Members },
        new("GET", "/alliances", call => EsiReply.Ok(call.World.Alliances.Keys.Order())) { Cache = Hour },
        new("GET", "/alliances/{alliance_id}", call => Alliance(call, Details)) { Cache = Hour },
        new("GET", "/alliances/{alliance_id}/corporations", call => Alliance(call, a => call.World.CorporationsOf(a.Id).Select(c => c.Id))) { Cache = Hour },
        new("GET", "/alliances/{alliance_id}/icons", call => Alliance(call, a => Icons(call.ImageAddress, "alliances", a.Id))) { UntilDowntime = true },
    ];

    private static EsiReply Corporation(EsiCall call, Func<EveCorporation, object> part) =>
        call.World.Corporations.TryGetValue(call.Id, out var corporation) ? EsiReply.Ok(part(corporation)) : EsiReply.NotFound("Corporation");

    private static EsiReply Alliance(EsiCall call, Func<EveAlliance, object> part) =>
        call.World.Alliances.TryGetValue(call.Id, out var alliance) ? EsiReply.Ok(part(alliance)) : EsiReply.NotFound("Alliance");

    private static object Details(EsiCall call, EveCorporation corporation) => call.CompatibilityDate >= EsiTime.NewCorporations
        ? new
        {
            corporation.AllianceId,
            CeoId = corporation.IsNpc ? (long?)null : corporation.CeoId,
            CreatorId = corporation.IsNpc ? (long?)null : corporation.CreatorId,
            DateFounded = corporation.IsNpc ? null : EsiTime.Text(corporation.Founded),
            corporation.Description,
            EnlistedFactionId = corporation.FactionId,
            FriendlyFire = "legal",
            corporation.HomeStationId,
            MemberCount = call.World.MembersOf(corporation.Id).Count,
            corporation.Name,
            Palette = corporation.IsNpc ? null : new { MainColor = FormattableString.Invariant($"#{corporation.Id * 2654435761 % 0xFFFFFF:x6}") },
            Shares = 1_000,
            State = corporation.IsClosed ? "closed" : "active",
            TaxRates = new { Isk = Math.Round(corporation.TaxRate * 100, 2), LoyaltyPoint = 0.0 },
            corporation.Ticker,
            Type = corporation.IsNpc ? "npc_owned" : "player_owned",
            corporation.Url,
            WarEligible = !corporation.IsNpc,
        }
        : new
        {
            corporation.AllianceId,
            corporation.CeoId,
            corporation.CreatorId,
            DateFounded = EsiTime.Text(corporation.Founded),
            corporation.Description,
            corporation.FactionId,
            corporation.HomeStationId,
            MemberCount = call.World.MembersOf(corporation.Id).Count,
            corporation.Name,
            Shares = 1_000,
            corporation.TaxRate,
            corporation.Ticker,
            corporation.Url,
            WarEligible = !corporation.IsNpc,
        };

    private static object Details(EveAlliance alliance) => new
    {
        alliance.CreatorCorporationId,
        alliance.CreatorId,
        DateFounded = EsiTime.Text(alliance.Founded),
        alliance.ExecutorCorporationId,
        alliance.Name,
        alliance.Ticker,
    };

    private static object Icons(string images, string category, long id)
    {
        string At(int size) => FormattableString.Invariant($"{images}/{category}/{id}/logo?tenant=tranquility&size={size}");
        return new { Px64x64 = At(64), Px128x128 = At(128), Px256x256 = category == "corporations" ? At(256) : null };
    }

    private static EsiReply MemberList(EsiCall call) =>
        call.World.Characters.TryGetValue(call.Token!.CharacterId, out var asker) && asker.CorporationId == call.Id
            ? EsiReply.Ok(call.World.MembersOf(call.Id).Select(m => m.Id))
            : EsiReply.Error(StatusCodes.Status403Forbidden, "Character is not in the corporation");
}
