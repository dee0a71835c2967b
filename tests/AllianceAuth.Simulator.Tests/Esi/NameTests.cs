using System.Net;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.Esi;

public sealed class NameTests
{
    [Fact]
    public async Task Names_come_with_their_category()
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.PostJsonAsync("/esi/universe/names", new[] { 2112000001, 98000001, 99000001, 500002, 30009001, 60009001, 587 });

        Assert.Equal(
            [
                ("character", "Maren Ostvik"), ("corporation", "Cinder & Quill"), ("alliance", "Lanternfall Accord"), ("faction", "Minmatar Republic"),
                ("solar_system", "Velmora"), ("station", "Velmora IV - Moon 1 - Free Harbour"), ("inventory_type", "Rifter"),
            ],
            (await answer.JsonAsync()).EnumerateArray().Select(n => (n.GetProperty("category").GetString()!, n.GetProperty("name").GetString()!)));
    }

    [Fact]
    public async Task One_bad_id_fails_all_names()
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.PostJsonAsync("/esi/universe/names", new[] { 2112000001, 5 });

        Assert.Equal((HttpStatusCode.NotFound, "Ensure all IDs are valid before resolving."), (answer.StatusCode, await answer.ErrorAsync()));
    }

    [Fact]
    public async Task Ids_are_found_by_the_whole_name_and_unknown_names_are_left_out()
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.PostJsonAsync("/esi/universe/ids", new[] { "tobin raske", "Lanternfall Accord", "Nobody Atall" });

        var found = await answer.JsonAsync();
        Assert.Equal(["Tobin Raske"], found.GetProperty("characters").EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.Equal(99000001, found.GetProperty("alliances")[0].GetProperty("id").GetInt64());
        Assert.False(found.TryGetProperty("corporations", out _));
    }

    [Theory]
    [InlineData("false", 2)]
    [InlineData("true", 1)]
    public async Task A_search_finds_parts_of_names_unless_it_is_strict(string strict, int found)
    {
        await using var simulation = await Simulation.StartAsync();
        var tokens = await simulation.SignInAsync(scope: "esi-search.search_structures.v1");

        var answer = await simulation.JsonAsync($"/esi/characters/2112000001/search?categories=character,alliance&search=Tobin+Raske&strict={strict}", tokens.Access);

        Assert.Equal(found, answer.GetProperty("character").GetArrayLength());
        Assert.False(answer.TryGetProperty("alliance", out _));
    }

    [Theory]
    [InlineData("categories=character&search=To")]
    [InlineData("categories=pilots&search=Tobin")]
    [InlineData("search=Tobin")]
    public async Task A_search_that_is_too_short_or_for_nothing_is_refused(string query)
    {
        await using var simulation = await Simulation.StartAsync();
        var tokens = await simulation.SignInAsync(scope: "esi-search.search_structures.v1");

        using var answer = await simulation.GetAsync($"/esi/characters/2112000001/search?{query}", tokens.Access);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task The_status_counts_who_is_online_and_can_say_vip()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.Change(s => s with { Vip = true });

        var status = await simulation.JsonAsync("/esi/status");

        Assert.Equal(simulation.World.Characters.Values.Count(c => c.IsOnline), status.GetProperty("players").GetInt32());
        Assert.True(status.GetProperty("vip").GetBoolean());
        Assert.Equal("2026-03-01T11:05:00Z", status.GetProperty("start_time").GetString());
    }
}
