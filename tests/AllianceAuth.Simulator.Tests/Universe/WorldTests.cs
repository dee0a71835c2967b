using System.Globalization;
using System.Text.Json;
using AllianceAuth.Simulator.Tests.Support;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Tests.Universe;

public sealed class WorldTests
{
    [Fact]
    public async Task The_same_seed_makes_the_same_world()
    {
        await using var first = await Simulation.StartAsync(seed: 7, extraCharacters: 50);
        await using var second = await Simulation.StartAsync(seed: 7, extraCharacters: 50);

        Assert.Equal(Text(first.World), Text(second.World));
    }

    [Fact]
    public async Task Another_seed_makes_another_world_around_the_same_cast()
    {
        await using var first = await Simulation.StartAsync(seed: 1);
        await using var second = await Simulation.StartAsync(seed: 2);

        Assert.NotEqual(Text(first.World), Text(second.World));
        Assert.All(new[] { first, second }, s => Assert.Equal(Simulation.Maren, s.World.Character("Maren Ostvik").Id));
    }

    [Fact]
    public async Task The_world_is_as_large_as_promised()
    {
        await using var simulation = await Simulation.StartAsync();
        var world = simulation.World;
        var sizes = world.Characters.Values.GroupBy(c => c.AccountId).Select(a => a.Count()).ToList();

        Assert.Equal((5, 600), (world.Alliances.Count, world.Accounts.Count));
        Assert.Equal(60, world.Corporations.Values.Count(c => c.Id != 1000001));
        Assert.Equal((1, 12), (sizes.Min(), sizes.Max()));
        Assert.Contains(world.Corporations.Values, c => c is { IsNpc: false, AllianceId: null });
        Assert.Contains(world.Corporations.Values, c => c.FactionId is not null);
        Assert.All(world.Corporations.Values.Where(c => !c.IsNpc), c => Assert.NotEmpty(world.MembersOf(c.Id)));
    }

    [Fact]
    public async Task Names_and_tickers_are_what_eve_would_take()
    {
        await using var simulation = await Simulation.StartAsync(extraCharacters: 20_000);
        var world = simulation.World;

        Assert.All(world.Characters.Values, c => Assert.InRange(c.Name.Length, 3, 37));
        Assert.Equal(world.Characters.Count, world.Characters.Values.Select(c => c.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(world.Corporations.Values, c => Assert.InRange(c.Ticker.Length, 1, 5));
        Assert.Equal(world.Corporations.Count, world.Corporations.Values.Select(c => c.Ticker).Distinct().Count());
        Assert.Contains(world.Characters.Values, c => c.Name.Contains('\'', StringComparison.Ordinal));
        Assert.Contains(world.Characters.Values, c => c.Name.Contains('.', StringComparison.Ordinal));
        Assert.Contains(world.Characters.Values, c => c.Name.Contains('-', StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_cast_is_where_everybody_expects_it()
    {
        await using var simulation = await Simulation.StartAsync();
        var world = simulation.World;

        Assert.Equal(["Maren Ostvik", "Lune Carrow", "Tobin Raske", "Esme Vantor"], world.CharactersOf(1).Select(c => c.Name));
        Assert.All(world.CharactersOf(1), c => Assert.Equal(98000001, c.CorporationId));
        Assert.Equal(("Cinder & Quill", "CNDRQ"), (world.Corporations[98000001].Name, world.Corporations[98000001].Ticker));
        Assert.Equal(("Lanternfall Accord", "LNTRN"), (world.Alliances[99000001].Name, world.Alliances[99000001].Ticker));
        Assert.Equal(8, world.Suggestions.Count);
    }

    [Fact]
    public async Task Histories_run_forward_and_end_where_the_pilot_is()
    {
        await using var simulation = await Simulation.StartAsync();

        Assert.All(simulation.World.Characters.Values, c =>
        {
            Assert.Equal(c.CorporationId, c.History[^1].CorporationId);
            Assert.Equal(c.Birthday, c.History[0].Start);
            Assert.Equal(c.History.OrderBy(h => h.Start), c.History);
        });
    }

    [Fact]
    public async Task Extra_characters_come_on_top_for_load_tests()
    {
        await using var plain = await Simulation.StartAsync();
        await using var crowded = await Simulation.StartAsync(extraCharacters: 1_000);

        Assert.Equal(plain.World.Characters.Count + 1_000, crowded.World.Characters.Count);
        Assert.All(plain.World.Characters.Values, c => Assert.Equal(c.Name, crowded.World.Characters[c.Id].Name));
    }

    private static string Text(World world) => JsonSerializer.Serialize(new
    {
        Characters = world.Characters.Values.OrderBy(c => c.Id),
        Corporations = world.Corporations.Values.OrderBy(c => c.Id),
        Alliances = world.Alliances.Values.OrderBy(a => a.Id),
        Structures = world.Structures.Values.OrderBy(s => s.Id),
        Systems = world.Systems.Values.Select(s => s.Id.ToString(CultureInfo.InvariantCulture)),
    });
}
