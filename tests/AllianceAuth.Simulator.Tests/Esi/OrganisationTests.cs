using System.Net;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.Esi;

public sealed class OrganisationTests
{
    [Fact]
    public async Task A_corporation_has_the_shape_of_the_asked_date()
    {
        await using var simulation = await Simulation.StartAsync();

        using var classic = await simulation.GetAsync("/esi/corporations/98000059", headers: ("X-Compatibility-Date", "2025-12-16"));
        using var current = await simulation.GetAsync("/esi/corporations/98000059", headers: ("X-Compatibility-Date", "2026-08-04"));

        var (old, now) = (await classic.JsonAsync(), await current.JsonAsync());
        Assert.Equal((500001, 500001), (old.GetProperty("faction_id").GetInt64(), now.GetProperty("enlisted_faction_id").GetInt64()));
        Assert.Equal(old.GetProperty("tax_rate").GetDouble() * 100, now.GetProperty("tax_rates").GetProperty("isk").GetDouble(), precision: 6);
        Assert.Equal(("active", "player_owned"), (now.GetProperty("state").GetString(), now.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task A_closed_corporation_is_empty_and_its_members_are_with_the_npcs()
    {
        await using var simulation = await Simulation.StartAsync();
        var members = simulation.World.MembersOf(98000002);

        simulation.Control.CloseCorporation(98000002);

        using var answer = await simulation.GetAsync("/esi/corporations/98000002", headers: ("X-Compatibility-Date", "2026-08-04"));
        var corporation = await answer.JsonAsync();
        Assert.Equal(("closed", 0), (corporation.GetProperty("state").GetString(), corporation.GetProperty("member_count").GetInt32()));
        Assert.False(corporation.TryGetProperty("alliance_id", out _));
        Assert.All(members, m => Assert.Equal(1000101, simulation.World.Characters[m.Id].CorporationId));
    }

    [Fact]
    public async Task A_corporation_that_leads_its_alliance_hands_it_on_when_it_leaves()
    {
        await using var simulation = await Simulation.StartAsync();

        simulation.Control.MoveCorporation(98000001, allianceId: null);

        var alliance = await simulation.JsonAsync("/esi/alliances/99000001");
        var corporations = await simulation.JsonAsync("/esi/alliances/99000001/corporations");
        Assert.Equal(98000002, alliance.GetProperty("executor_corporation_id").GetInt64());
        Assert.DoesNotContain(98000001, corporations.EnumerateArray().Select(c => c.GetInt64()));
        Assert.False((await simulation.AffiliationAsync(Simulation.Maren)).TryGetProperty("alliance_id", out _));
    }

    [Fact]
    public async Task A_chief_who_leaves_has_a_successor()
    {
        await using var simulation = await Simulation.StartAsync();

        simulation.Control.MovePilot(2112000005, 98000002);

        var chief = (await simulation.JsonAsync("/esi/corporations/98000001")).GetProperty("ceo_id").GetInt64();
        Assert.Equal(98000001, simulation.World.Characters[chief].CorporationId);
        Assert.Contains("Director", simulation.World.Characters[chief].Roles);
        Assert.Empty(simulation.World.Characters[2112000005].Roles);
    }

    [Fact]
    public async Task Members_are_listed_for_members_only()
    {
        await using var simulation = await Simulation.StartAsync();
        const string scope = "esi-corporations.read_corporation_membership.v1";
        var member = await simulation.SignInAsync(Simulation.Maren, scope);
        var stranger = await simulation.SignInAsync(simulation.World.Character("Pip Marlowe").Id, scope);

        var list = await simulation.JsonAsync("/esi/corporations/98000001/members", member.Access);
        using var refused = await simulation.GetAsync("/esi/corporations/98000001/members", stranger.Access);

        Assert.Equal(simulation.World.MembersOf(98000001).Select(m => m.Id), list.EnumerateArray().Select(m => m.GetInt64()));
        Assert.Equal((HttpStatusCode.Forbidden, "Character is not in the corporation"), (refused.StatusCode, await refused.ErrorAsync()));
    }

    [Fact]
    public async Task Icons_lead_to_the_simulated_image_server()
    {
        await using var simulation = await Simulation.StartAsync();

        var icons = await simulation.JsonAsync("/esi/alliances/99000001/icons");

        using var picture = await simulation.GetAsync(icons.GetProperty("px128x128").GetString()!);
        Assert.Equal((HttpStatusCode.OK, "image/png"), (picture.StatusCode, picture.Content.Headers.ContentType!.MediaType));
    }

    [Theory]
    [InlineData("/esi/corporations/5")]
    [InlineData("/esi/alliances/5")]
    [InlineData("/esi/alliances/5/corporations")]
    [InlineData("/esi/universe/systems/5")]
    public async Task What_does_not_exist_is_not_found(string path)
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task A_structure_opens_for_the_owners_alliance_only()
    {
        await using var simulation = await Simulation.StartAsync();
        var structure = simulation.World.Structures.Values.First(s => s.OwnerId == Simulation.CinderAndQuill);
        var friend = await simulation.SignInAsync(Simulation.Maren, "esi-universe.read_structures.v1");
        var stranger = await simulation.SignInAsync(simulation.World.Character("Brann O. Velkor").Id, "esi-universe.read_structures.v1");

        var seen = await simulation.JsonAsync($"/esi/universe/structures/{structure.Id}", friend.Access);
        using var refused = await simulation.GetAsync($"/esi/universe/structures/{structure.Id}", stranger.Access);

        Assert.Equal(structure.Name, seen.GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }
}
