using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.TeamSpeak;

public sealed class FloodTests
{
    [Fact]
    public async Task Whoever_floods_is_warned_and_then_shut_out_until_the_ban_ends()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.ChangeTeamSpeak(s => s with { Whitelist = [], FloodCommands = 4, BanSeconds = 60 });
        using var client = await QueryClient.ReadyAsync(simulation);
        await client.AskAsync("version");
        await client.AskAsync("version");

        Assert.Equal("error id=524 msg=client\\sis\\sflooding extra_msg=please\\swait\\s3\\sseconds", (await client.AskAsync("version")).Error);
        Assert.Equal("error id=3331 msg=flood\\sban extra_msg=you\\smay\\sretry\\sin\\s60\\sseconds", (await client.AskAsync("version")).Error);
        Assert.Null(await client.LineAsync());

        simulation.Clock.Advance(TimeSpan.FromSeconds(20));
        using (var early = await QueryClient.ConnectAsync(simulation))
        {
            Assert.Equal("error id=3329 msg=connection\\sfailed,\\syou\\sare\\sbanned extra_msg=you\\smay\\sretry\\sin\\s40\\sseconds\n\r", await early.RestAsync());
        }

        simulation.Clock.Advance(TimeSpan.FromSeconds(41));
        using var late = await QueryClient.ReadyAsync(simulation);
    }

    [Fact]
    public async Task Whoever_waits_after_the_warning_may_go_on()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.ChangeTeamSpeak(s => s with { Whitelist = [], FloodCommands = 2 });
        using var client = await QueryClient.ReadyAsync(simulation);
        Assert.Equal(524, await client.CodeAsync("version"));

        simulation.Clock.Advance(TimeSpan.FromSeconds(3));

        Assert.Equal(0, await client.CodeAsync("version"));
    }

    [Fact]
    public async Task Commands_of_all_connections_of_an_address_count_together_and_those_of_another_do_not()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.ChangeTeamSpeak(s => s with { FloodCommands = 4, Whitelist = ["127.0.0.3"] });
        using var first = await QueryClient.ReadyAsync(simulation);
        using var second = await QueryClient.ReadyAsync(simulation);
        using var other = await QueryClient.ReadyAsync(simulation, from: "127.0.0.2");
        using var exempt = await QueryClient.ReadyAsync(simulation, from: "127.0.0.3");

        Assert.Equal(524, await second.CodeAsync("version"));
        Assert.Equal(0, await other.CodeAsync("version"));
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(0, await exempt.CodeAsync("version"));
        }
    }

    [Fact]
    public async Task The_loopback_may_do_as_it_likes_unless_told_otherwise()
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.ReadyAsync(simulation);

        for (var i = 0; i < 40; i++)
        {
            Assert.Equal(0, await client.CodeAsync("version"));
        }
    }

    [Fact]
    public async Task Wrong_passwords_end_in_a_ban()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.ChangeTeamSpeak(s => s with { Whitelist = [], Password = "another" });
        using var client = await QueryClient.GreetedAsync(simulation);

        Assert.Equal(520, await client.CodeAsync("login serveradmin simulated-secret"));
        Assert.Equal(520, await client.CodeAsync("login serveradmin simulated-secret"));
        Assert.Equal(3329, await client.CodeAsync("login serveradmin simulated-secret"));
        Assert.Null(await client.LineAsync());
    }
}
