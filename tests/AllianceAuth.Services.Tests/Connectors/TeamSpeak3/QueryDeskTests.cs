using AllianceAuth.Services.Connectors.TeamSpeak3;
using AllianceAuth.Services.Connectors.TeamSpeak3.Query;
using AllianceAuth.Shared.Services;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Simulator.TeamSpeak;
using AllianceAuth.Testing;
using Microsoft.Extensions.Options;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.TeamSpeak3;

public sealed class QueryDeskTests(LoneTeamSpeak lone) : IClassFixture<LoneTeamSpeak>, IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeClock _clock = FakeClock.Still(timers: FakeTimers.WhenAdvanced);

    private SimulatorHost Eve => lone.Eve;

    public void Dispose()
    {
        Eve.Control.LiftFaults(SimulatedService.Teamspeak);
        Eve.Control.ChangeTeamSpeak(_ => new TeamSpeakSettings());
        Eve.Control.RunTeamSpeak(true);
        Eve.Control.RestartTeamSpeak();
    }

    [Fact, Rule("TS3-015")]
    public async Task Many_at_once_take_turns_over_one_connection()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions());
        await using var desk = Desk(s => s.QueryPort = simulator.TeamSpeak.Port);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => desk.UseAsync(s => s.GroupsAsync(), None)));

        Assert.Equal(1, simulator.TeamSpeak.MostConnections);
    }

    [Fact, Rule("TS3-014")]
    public async Task When_nothing_more_is_asked_it_takes_leave_and_hangs_up()
    {
        await using var desk = Desk();
        await desk.UseAsync(s => s.GroupsAsync(), None);
        await Eventually.TrueAsync(() => Eve.TeamSpeak.Connections == 1, "one connection to be left");

        _clock.Advance(QueryDesk.LongestIdle);

        await Eventually.TrueAsync(() => Eve.TeamSpeak.Connections == 0, "the connection to be gone");
        Assert.Equal("quit", Eve.TeamSpeak.Commands[^1].Name);
    }

    [Fact]
    public async Task After_an_error_at_the_door_nothing_stays_open()
    {
        await using var desk = Desk(s => s.VirtualServer = 77);

        await Assert.ThrowsAsync<ServiceException>(() => desk.UseAsync(s => s.GroupsAsync(), None));

        await Eventually.TrueAsync(() => Eve.TeamSpeak.Connections == 0, "the connection to be gone");
    }

    [Fact]
    public async Task A_virtual_server_below_one_is_not_selected()
    {
        await using var desk = Desk(s => s.VirtualServer = 0);
        var mark = Eve.TeamSpeak.Commands.Count;

        await Assert.ThrowsAsync<ServiceException>(() => desk.UseAsync(s => s.GroupsAsync(), None));

        Assert.DoesNotContain(Eve.TeamSpeak.Commands.Skip(mark), c => c.Name == "use");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_that_started_anew_is_entered_anew(bool keepsConnections)
    {
        await using var desk = Desk();
        await desk.UseAsync(s => s.GroupsAsync(), None);

        Eve.Control.RestartTeamSpeak(keepsConnections);

        Assert.NotEmpty(await desk.UseAsync(s => s.GroupsAsync(), None));
    }

    [Theory]
    [InlineData(FaultKind.Cut, ServiceTrouble.Down, QueryTroubles.Unreachable)]
    [InlineData(FaultKind.Malformed, ServiceTrouble.Down, QueryTroubles.Nonsense)]
    [InlineData(FaultKind.BadGateway, ServiceTrouble.Down, QueryTroubles.Stopped)]
    [InlineData(FaultKind.NotFound, ServiceTrouble.Refused, QueryTroubles.Refused)]
    [InlineData(FaultKind.RateLimited, ServiceTrouble.Busy, "services.trouble.busy")]
    [InlineData(FaultKind.ErrorLimited, ServiceTrouble.Busy, "services.trouble.busy")]
    public async Task Each_trouble_is_told_for_what_it_is(FaultKind kind, ServiceTrouble trouble, string reason)
    {
        await using var desk = Desk();
        Eve.Control.AddFault(new Fault(SimulatedService.Teamspeak, kind, Route: "servergrouplist"));

        var told = await Assert.ThrowsAsync<ServiceException>(() => desk.UseAsync(s => s.GroupsAsync(), None));

        Assert.Equal((trouble, reason), (told.Trouble, told.Reason));
    }

    [Fact]
    public async Task A_wrong_password_is_the_admins_business_and_not_tried_again()
    {
        await using var desk = Desk(s => s.Password = "wrong");
        var mark = Eve.TeamSpeak.Commands.Count;

        var told = await Assert.ThrowsAsync<ServiceException>(() => desk.UseAsync(s => s.GroupsAsync(), None));

        Assert.Equal((ServiceTrouble.Misconfigured, QueryTroubles.Login), (told.Trouble, told.Reason));
        Assert.Single(Eve.TeamSpeak.Commands.Skip(mark), c => c.Name == "login");
    }

    [Fact]
    public async Task Once_warned_of_flooding_it_keeps_below_the_limit()
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions { Time = _clock });
        simulator.Control.ChangeTeamSpeak(s => s with { Whitelist = [] });
        await using var desk = Desk(s => s.QueryPort = simulator.TeamSpeak.Port);
        var warned = await Assert.ThrowsAsync<ServiceException>(() => desk.UseAsync(AskTwelveTimesAsync, None));
        Assert.InRange(warned.Wait!.Value, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5));
        _clock.Advance(warned.Wait.Value);

        var asked = desk.UseAsync(AskTwelveTimesAsync, None);
        await Eventually.TrueAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromMilliseconds(100));
                return asked.IsCompleted;
            },
            "twelve commands to be answered");

        Assert.Equal(12, await asked);
        Assert.DoesNotContain(simulator.TeamSpeak.Commands, c => c.ErrorId == QueryErrors.FloodBan);
    }

    [Fact, Rule("TS3-017")]
    public async Task An_underscore_in_a_search_stands_for_itself()
    {
        await using var desk = Desk();
        await desk.UseAsync(
            async server =>
            {
                foreach (var uid in new[] { "a_b", "axb", "A_B" })
                {
                    Eve.Control.UseTeamSpeakKey(await server.AddKeyAsync(7, uid, uid), uid, uid);
                }

                return true;
            },
            None);

        var found = await desk.UseAsync(s => s.FindClientsAsync("a_b"), None);

        Assert.Equal("a_b", Eve.TeamSpeak.Clients.Single(c => c.DatabaseId == Assert.Single(found)).CustomFields["sso_uid"]);
    }

    private static async Task<int> AskTwelveTimesAsync(QueryServer server)
    {
        for (var i = 0; i < 12; i++)
        {
            await server.GroupsAsync();
        }

        return 12;
    }

    private QueryDesk Desk(Action<TeamSpeak3Settings>? change = null)
    {
        var settings = new TeamSpeak3Settings { Host = "127.0.0.1", QueryPort = Eve.TeamSpeak.Port, Password = "simulated-secret", PublicAddress = "ts.example.test" };
        change?.Invoke(settings);
        return new QueryDesk(Options.Create(settings), _clock);
    }
}
