using AllianceAuth.Simulator.Faults;
using AllianceAuth.Simulator.TeamSpeak;
using AllianceAuth.Simulator.Tests.Support;
using System.Net.Sockets;

namespace AllianceAuth.Simulator.Tests.TeamSpeak;

public sealed class TroubleTests
{
    [Fact]
    public async Task Silence_is_cut_after_ten_minutes_and_a_sign_of_life_puts_it_off()
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.GreetedAsync(simulation);
        await client.AskAsync("version");
        simulation.Clock.Advance(TimeSpan.FromMinutes(9));
        await client.AskAsync("version");
        simulation.Clock.Advance(TimeSpan.FromMinutes(9));
        await client.AskAsync("version");
        await AllianceAuth.Testing.Eventually.TrueAsync(() => simulation.Host.TeamSpeak.Commands.Count == 3, "three commands");

        var cut = client.LineAsync();
        await AllianceAuth.Testing.Eventually.TrueAsync(
            () =>
            {
                simulation.Clock.Advance(TimeSpan.FromMinutes(10));
                return cut.IsCompleted;
            },
            "the server hangs up");

        Assert.Null(await cut);
    }

    [Theory]
    [InlineData(LinePackets.Split)]
    [InlineData(LinePackets.Joined)]
    [InlineData(LinePackets.Whole)]
    public async Task Lines_are_the_same_however_they_travel(LinePackets packets)
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.AddTeamSpeakGroup("Пилоты");
        simulation.Control.ChangeTeamSpeak(s => s with { Packets = packets });
        using var client = await QueryClient.ReadyAsync(simulation);

        var reply = await client.AskAsync("servergrouplist");

        Assert.Equal((2, 13, "Пилоты"), (reply.Lines.Count, reply.Rows.Count, reply.Rows[^1]["name"]));
    }

    [Fact]
    public async Task Unknown_keys_come_when_they_are_switched_on()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.ChangeTeamSpeak(s => s with { UnknownKeys = true });
        using var client = await QueryClient.ReadyAsync(simulation);

        var reply = await client.AskAsync("version");

        Assert.Equal(["version=3.13.7 build=1655727713 platform=Linux simulated_novelty=a\\sb=c simulated_flag", "error id=0 msg=ok simulated_novelty=a\\sb=c simulated_flag"], reply.Lines);
    }

    [Fact]
    public async Task Lines_nobody_asked_for_come_between_when_they_are_switched_on()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.ChangeTeamSpeak(s => s with { NotifyLines = true });
        using var client = await QueryClient.ReadyAsync(simulation);

        var reply = await client.AskAsync("version");

        Assert.Equal(["notifytextmessage", "version=3.13.7", "notifyserveredited", "error"], reply.Lines.Select(l => l.Split(' ')[0]));
    }

    [Fact]
    public async Task A_cut_reply_ends_in_the_middle_though_the_command_was_obeyed()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.AddFault(new(SimulatedService.Teamspeak, FaultKind.Cut, "servergroupadd", Count: 1));
        using var client = await QueryClient.ReadyAsync(simulation);

        await client.SendAsync("servergroupadd name=Member\n");
        var rest = await client.RestAsync();

        Assert.StartsWith("sgid=13", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("msg=ok", rest, StringComparison.Ordinal);
        Assert.Equal("Member", simulation.Host.TeamSpeak.Groups[^1].Name);
        Assert.Empty(simulation.Control.Faults);
    }

    [Fact]
    public async Task A_slow_reply_comes_when_the_clock_says_so()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.AddFault(new(SimulatedService.Teamspeak, FaultKind.Slow, "greeting", DelayMs: 7_000));
        using var client = await QueryClient.ConnectAsync(simulation);

        await simulation.Clock.TimerSet;
        var greeting = client.LineAsync();
        Assert.False(greeting.IsCompleted);
        simulation.Clock.Advance(TimeSpan.FromSeconds(7));

        Assert.Equal("TS3", await greeting);
    }

    [Fact]
    public async Task A_command_without_answer_leaves_the_connection_open()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.AddFault(new(SimulatedService.Teamspeak, FaultKind.Timeout, "whoami", Count: 1));
        using var client = await QueryClient.ReadyAsync(simulation);

        await client.SendAsync("whoami\n");

        Assert.Equal("3.13.7", (await client.AskAsync("version")).One("version"));
        Assert.Null(simulation.Host.TeamSpeak.Commands.Single(c => c.Name == "whoami").ErrorId);
    }

    [Fact]
    public async Task A_malformed_reply_is_neither_data_nor_code()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.AddFault(new(SimulatedService.Teamspeak, FaultKind.Malformed, "servergrouplist", Count: 1));
        using var client = await QueryClient.ReadyAsync(simulation);

        Assert.Equal("error id=half msg", (await client.AskAsync("servergrouplist")).Error);
        Assert.Equal(0, await client.CodeAsync("servergrouplist"));
    }

    [Theory]
    [InlineData(FaultKind.BadGateway, 1033)]
    [InlineData(FaultKind.NotFound, 256)]
    [InlineData(FaultKind.RateLimited, 524)]
    [InlineData(FaultKind.ErrorLimited, 3331)]
    public async Task A_fault_becomes_the_code_that_means_the_same(FaultKind kind, int code)
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.AddFault(new(SimulatedService.Teamspeak, kind, "customset", Seconds: 17));
        using var client = await QueryClient.ReadyAsync(simulation);

        Assert.Equal(code, await client.CodeAsync("customset cldbid=2 ident=a value=b"));
        Assert.Empty(simulation.Host.TeamSpeak.Clients[1].CustomFields);
    }

    [Fact]
    public async Task Missing_rights_are_named()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.FailTeamSpeak("servergroupaddclient", 2568);
        using var client = await QueryClient.ReadyAsync(simulation);

        Assert.Equal("error id=2568 msg=insufficient\\sclient\\spermissions failed_permid=4353", (await client.AskAsync("servergroupaddclient sgid=9 cldbid=3")).Error);
        Assert.Equal(0, await client.CodeAsync("servergroupaddclient sgid=9 cldbid=3"));
    }

    [Fact]
    public async Task Connections_are_refused_and_taken_again_on_the_same_port()
    {
        await using var simulation = await Simulation.StartAsync();
        using var before = await QueryClient.ReadyAsync(simulation);
        var port = simulation.Host.TeamSpeak.Port;

        simulation.Control.ListenTeamSpeak(false);

        var refused = await Assert.ThrowsAsync<SocketException>(() => QueryClient.ConnectAsync(simulation));
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
        Assert.Equal(0, await before.CodeAsync("version"));

        simulation.Control.ListenTeamSpeak(true);

        using var after = await QueryClient.ReadyAsync(simulation);
        Assert.Equal(port, simulation.Host.TeamSpeak.Port);
    }

    [Fact]
    public async Task An_unavailable_server_hangs_up_without_a_greeting()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.AddFault(new(SimulatedService.Teamspeak, FaultKind.Unavailable, Count: 1));

        using var first = await QueryClient.ConnectAsync(simulation);
        Assert.Equal("", await first.RestAsync());
        using var second = await QueryClient.ReadyAsync(simulation);
    }

    [Fact]
    public async Task A_restart_cuts_queries_and_people_come_back()
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.ReadyAsync(simulation);
        var before = simulation.Host.TeamSpeak.Online;

        simulation.Control.RestartTeamSpeak();

        Assert.Null(await client.LineAsync());
        var after = simulation.Host.TeamSpeak.Online;
        Assert.Equal(before.Select(o => o.DatabaseId), after.Select(o => o.DatabaseId));
        Assert.Empty(before.Select(o => o.Id).Intersect(after.Select(o => o.Id)));
    }

    [Fact]
    public async Task A_restart_behind_a_connection_that_lives_on_loses_the_login()
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.ReadyAsync(simulation);

        simulation.Control.RestartTeamSpeak(keepConnections: true);

        Assert.Equal(518, await client.CodeAsync("servergrouplist"));
    }

    [Fact]
    public async Task A_stopped_virtual_server_is_not_selected()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.RunTeamSpeak(false);
        using var client = await QueryClient.GreetedAsync(simulation);
        await client.AskAsync("login serveradmin simulated-secret");

        Assert.Equal("error id=1033 msg=server\\sis\\snot\\srunning", (await client.AskAsync("use sid=1")).Error);
    }
}
