using System.Net;
using System.Text.Json;
using AllianceAuth.Simulator.Sso;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.Esi;

public sealed class CharacterTests
{
    [Fact]
    public async Task A_pilot_carries_the_fields_of_the_asked_date()
    {
        await using var simulation = await Simulation.StartAsync();
        var titled = simulation.World.Characters.Values.First(c => c.Titles.Length > 0);

        var old = await DatedAsync(simulation, titled.Id, "2025-12-16");
        var current = await DatedAsync(simulation, titled.Id, "2026-08-04");

        Assert.Equal(titled.Titles[0].Name, old.GetProperty("title").GetString());
        Assert.False(old.TryGetProperty("achievement_score", out _));
        Assert.Equal(titled.Titles[0].Name, current.GetProperty("corporation_title").GetString());
        Assert.True(current.TryGetProperty("achievement_score", out _));
        Assert.False(current.TryGetProperty("title", out _));
    }

    [Fact]
    public async Task A_deleted_pilot_is_not_found_and_in_doomheim()
    {
        await using var simulation = await Simulation.StartAsync();

        simulation.Control.Biomass(Simulation.Maren);

        using var answer = await simulation.GetAsync("/esi/characters/2112000001");
        Assert.Equal((HttpStatusCode.NotFound, "Character has been deleted!"), (answer.StatusCode, await answer.ErrorAsync()));
        var affiliation = await simulation.AffiliationAsync(Simulation.Maren);
        Assert.Equal(1000001, affiliation.GetProperty("corporation_id").GetInt64());
        Assert.False(affiliation.TryGetProperty("alliance_id", out _));
    }

    [Fact]
    public async Task Affiliation_tells_corporation_alliance_and_faction()
    {
        await using var simulation = await Simulation.StartAsync();
        var enlisted = simulation.World.Character("Ottoline Grieve");

        var maren = await simulation.AffiliationAsync(Simulation.Maren);
        var soldier = await simulation.AffiliationAsync(enlisted.Id);

        Assert.Equal((Simulation.CinderAndQuill, Simulation.Lanternfall), (maren.GetProperty("corporation_id").GetInt64(), maren.GetProperty("alliance_id").GetInt64()));
        Assert.Equal(500001, soldier.GetProperty("faction_id").GetInt64());
        Assert.False(soldier.TryGetProperty("alliance_id", out _));
    }

    [Theory]
    [InlineData("[2112000001, 5]")]
    [InlineData("[]")]
    [InlineData("[2112000001, 2112000001]")]
    [InlineData("{}")]
    [InlineData("maren")]
    public async Task One_bad_id_fails_the_whole_affiliation(string body)
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.Http.PostAsync("/esi/characters/affiliation", new StringContent(body));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_thousand_pilots_are_one_affiliation_and_one_more_is_too_many()
    {
        await using var simulation = await Simulation.StartAsync();
        var ids = simulation.World.Characters.Keys.Order().ToList();

        using var thousand = await simulation.PostJsonAsync("/esi/characters/affiliation", ids.Take(1_000));
        using var more = await simulation.PostJsonAsync("/esi/characters/affiliation", ids.Take(1_001));

        Assert.Equal(1_000, (await thousand.JsonAsync()).GetArrayLength());
        Assert.Equal(HttpStatusCode.BadRequest, more.StatusCode);
        Assert.Empty(thousand.Header("ETag"));
    }

    [Fact]
    public async Task A_move_is_written_into_the_history()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.MovePilot(Simulation.Maren, 98000002);

        var history = await simulation.JsonAsync("/esi/characters/2112000001/corporationhistory");

        Assert.Equal(98000002, history[0].GetProperty("corporation_id").GetInt64());
        Assert.Equal("2026-03-02T09:30:00Z", history[0].GetProperty("start_date").GetString());
        Assert.Equal(history.GetArrayLength(), history.EnumerateArray().Select(h => h.GetProperty("record_id").GetInt64()).Distinct().Count());
    }

    [Fact]
    public async Task A_protected_route_wants_a_token()
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.GetAsync("/esi/characters/2112000001/location");

        Assert.Equal((HttpStatusCode.Unauthorized, "Authorization header is required but not provided"), (answer.StatusCode, await answer.ErrorAsync()));
    }

    [Fact]
    public async Task A_refresh_token_is_no_access_token()
    {
        await using var simulation = await Simulation.StartAsync();
        var tokens = await simulation.SignInAsync(scope: Simulation.LocationScope);

        using var answer = await simulation.GetAsync("/esi/characters/2112000001/location", tokens.Refresh);

        var body = await answer.JsonAsync();
        Assert.Equal((HttpStatusCode.Forbidden, "unexpected end of JSON input", 401), (answer.StatusCode, body.GetProperty("error").GetString(), body.GetProperty("sso_status").GetInt32()));
    }

    [Fact]
    public async Task A_token_opens_its_own_pilot_only()
    {
        await using var simulation = await Simulation.StartAsync();
        var tokens = await simulation.SignInAsync(scope: Simulation.LocationScope);

        using var answer = await simulation.GetAsync("/esi/characters/2112000002/location", tokens.Access);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task A_token_that_carries_too_many_scopes_is_too_long_for_esi()
    {
        // EVE has more scopes than fit into the 4,096 characters of a token that its gateway reads.
        await using var simulation = await Simulation.StartAsync();
        var tokens = await simulation.SignInAsync(scope: string.Join(' ', EveScopes.All));

        using var answer = await simulation.GetAsync("/esi/characters/2112000001/location", tokens.Access);

        Assert.True(tokens.Access.Length > 4_096, $"{tokens.Access.Length}");
        Assert.Equal((HttpStatusCode.Forbidden, "authentication failure"), (answer.StatusCode, await answer.ErrorAsync()));
    }

    [Fact]
    public async Task A_placed_pilot_is_seen_there()
    {
        await using var simulation = await Simulation.StartAsync();
        var tokens = await simulation.SignInAsync(scope: $"{Simulation.LocationScope} esi-location.read_ship_type.v1 esi-location.read_online.v1");
        simulation.Control.PlacePilot(Simulation.Maren, 30009001, 587, docked: true);
        simulation.Control.SetOnline(Simulation.Maren, online: false);
        simulation.Control.SetOnline(Simulation.Maren, online: true);

        var location = await simulation.JsonAsync("/esi/characters/2112000001/location", tokens.Access);
        var ship = await simulation.JsonAsync("/esi/characters/2112000001/ship", tokens.Access);
        var online = await simulation.JsonAsync("/esi/characters/2112000001/online", tokens.Access);

        Assert.Equal((30009001, 60009001), (location.GetProperty("solar_system_id").GetInt64(), location.GetProperty("station_id").GetInt64()));
        Assert.Equal(587, ship.GetProperty("ship_type_id").GetInt64());
        Assert.Equal((true, "2026-03-02T09:30:00Z"), (online.GetProperty("online").GetBoolean(), online.GetProperty("last_login").GetString()));
    }

    [Fact]
    public async Task A_pilot_is_in_no_fleet_until_it_joins_one()
    {
        await using var simulation = await Simulation.StartAsync();
        var tokens = await simulation.SignInAsync(scope: "esi-fleets.read_fleet.v1");
        using var alone = await simulation.GetAsync("/esi/characters/2112000001/fleet", tokens.Access);

        var seat = simulation.Control.JoinFleet(Simulation.Maren, bossId: 2112000005);

        var fleet = await simulation.JsonAsync("/esi/characters/2112000001/fleet", tokens.Access);
        Assert.Equal((HttpStatusCode.NotFound, "The character is not in a fleet"), (alone.StatusCode, await alone.ErrorAsync()));
        Assert.Equal((seat.FleetId, 2112000005, "squad_member"), (fleet.GetProperty("fleet_id").GetInt64(), fleet.GetProperty("fleet_boss_id").GetInt64(), fleet.GetProperty("role").GetString()));
    }

    [Fact]
    public async Task The_chief_of_a_corporation_is_its_director()
    {
        await using var simulation = await Simulation.StartAsync();
        var tokens = await simulation.SignInAsync(2112000005, "esi-characters.read_corporation_roles.v1");

        var roles = await simulation.JsonAsync("/esi/characters/2112000005/roles", tokens.Access);

        Assert.Contains("Director", roles.GetProperty("roles").EnumerateArray().Select(r => r.GetString()));
        Assert.Equal(2112000005, (await simulation.JsonAsync("/esi/corporations/98000001")).GetProperty("ceo_id").GetInt64());
    }

    private static async Task<JsonElement> DatedAsync(Simulation simulation, long id, string date)
    {
        using var answer = await simulation.GetAsync($"/esi/characters/{id}", headers: ("X-Compatibility-Date", date));
        return await answer.JsonAsync();
    }
}
