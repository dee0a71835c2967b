using AllianceAuth.Services.Connectors.TeamSpeak3.Query;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Simulator.TeamSpeak;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.TeamSpeak3;

/// <summary>The simulated TeamSpeak without a site.</summary>
public sealed class LoneTeamSpeak : IAsyncLifetime
{
    public SimulatorHost Eve { get; private set; } = null!;

    public async Task InitializeAsync() => Eve = await SimulatorHost.StartAsync(new SimulatorOptions());

    public async Task DisposeAsync() => await Eve.DisposeAsync();
}

public sealed class QueryConnectionTests(LoneTeamSpeak lone) : IClassFixture<LoneTeamSpeak>, IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private SimulatorHost Eve => lone.Eve;

    public void Dispose()
    {
        Eve.Control.LiftFaults(SimulatedService.Teamspeak);
        Eve.Control.ChangeTeamSpeak(_ => new TeamSpeakSettings());
    }

    [Theory, Rule("TS3-005")]
    [InlineData(LinePackets.Whole)]
    [InlineData(LinePackets.Split)]
    [InlineData(LinePackets.Joined)]
    public async Task The_whole_greeting_is_read_however_it_travels(LinePackets packets)
    {
        Eve.Control.ChangeTeamSpeak(s => s with { Packets = packets });

        await using var connection = await OpenAsync();

        var row = Assert.Single(await connection.SendAsync(new QueryCommand("version"), None));
        Assert.Equal("Linux", row.Text("platform"));
    }

    [Fact]
    public async Task Lines_that_nobody_asked_for_and_keys_that_nobody_knows_do_no_harm()
    {
        Eve.Control.ChangeTeamSpeak(s => s with { NotifyLines = true, UnknownKeys = true, BareKeys = true });
        await using var connection = await EnterAsync();

        var groups = await connection.SendAsync(new QueryCommand("servergrouplist"), None);

        Assert.Equal(Eve.TeamSpeak.Groups.Select(g => g.Name), groups.Select(g => g.Text("name")));
    }

    [Fact, Rule("TS3-011")]
    public async Task Success_without_data_is_no_item()
    {
        await using var connection = await OpenAsync();

        Assert.Empty(await connection.SendAsync(new QueryCommand("login").With("client_login_name", "serveradmin").With("client_login_password", "simulated-secret"), None));
    }

    [Fact, Rule("TS3-012")]
    public async Task An_error_carries_its_code_the_servers_words_and_the_missing_permission()
    {
        await using var connection = await EnterAsync();
        Eve.Control.FailTeamSpeak("servergrouplist", 2568);

        var error = await Assert.ThrowsAsync<QueryErrorException>(() => connection.SendAsync(new QueryCommand("servergrouplist"), None));

        Assert.Equal(2568, error.Code);
        Assert.Equal("insufficient client permissions", error.Text);
        Assert.NotNull(error.Permission);
        Assert.True(connection.IsUsable);
    }

    [Fact]
    public async Task An_error_that_nobody_knows_is_told_in_the_servers_words()
    {
        await using var server = new ScriptedServer("error id=9999 msg=brand\\snew extra_msg=or\\snot return_code=x\n\r");
        await using var connection = await OpenAsync(server);

        var error = await Assert.ThrowsAsync<QueryErrorException>(() => connection.SendAsync(new QueryCommand("version"), None));

        Assert.Equal((9999, "brand new"), (error.Code, error.Text));
    }

    [Fact, Rule("TS3-013")]
    public async Task A_reply_that_does_not_end_is_given_up()
    {
        await using var server = new ScriptedServer(string.Concat(Enumerable.Repeat("a=1\n\r", QueryConnection.MostLines + 1)));
        await using var connection = await OpenAsync(server);

        await Assert.ThrowsAsync<QueryNonsenseException>(() => connection.SendAsync(new QueryCommand("version"), None));

        Assert.False(connection.IsUsable);
    }

    [Fact]
    public async Task A_line_that_does_not_end_is_given_up()
    {
        await using var server = new ScriptedServer(new string('x', 17 * 1024 * 1024));
        await using var connection = await OpenAsync(server);

        await Assert.ThrowsAsync<QueryNonsenseException>(() => connection.SendAsync(new QueryCommand("version"), None));
    }

    [Theory]
    [InlineData(FaultKind.Cut)]
    [InlineData(FaultKind.Malformed)]
    public async Task After_a_reply_that_broke_off_or_makes_no_sense_the_connection_is_of_no_use(FaultKind kind)
    {
        await using var connection = await OpenAsync();
        Eve.Control.AddFault(new Fault(SimulatedService.Teamspeak, kind, Route: "version", Count: 1));

        await Assert.ThrowsAnyAsync<Exception>(() => connection.SendAsync(new QueryCommand("version"), None));

        Assert.False(connection.IsUsable);
    }

    [Fact]
    public async Task A_server_that_stays_silent_is_given_up_in_time()
    {
        var clock = FakeClock.Still(timers: FakeTimers.WhenAdvanced);
        await using var connection = await QueryConnection.OpenAsync("127.0.0.1", Eve.TeamSpeak.Port, clock, None);
        Eve.Control.AddFault(new Fault(SimulatedService.Teamspeak, FaultKind.Timeout, Route: "version", Count: 1));

        var reply = connection.SendAsync(new QueryCommand("version"), None);
        clock.Advance(QueryConnection.LongestReply);

        await Assert.ThrowsAsync<QueryLostException>(() => reply);
    }

    [Fact]
    public async Task Something_else_that_listens_there_is_no_TeamSpeak()
    {
        await using var server = new ScriptedServer("", greeting: "SSH-2.0-OpenSSH\r\n");

        await Assert.ThrowsAsync<QueryNonsenseException>(() => OpenAsync(server));
    }

    [Fact]
    public async Task Whoever_is_shut_out_is_told_so_at_the_door()
    {
        await using var server = new ScriptedServer("", greeting: "error id=3329 msg=connection\\sfailed,\\syou\\sare\\sbanned extra_msg=you\\smay\\sretry\\sin\\s42\\sseconds\n\r");

        var error = await Assert.ThrowsAsync<QueryErrorException>(() => OpenAsync(server));

        Assert.Equal(TimeSpan.FromSeconds(43), error.Wait);
    }

    [Fact]
    public async Task Where_nobody_listens_there_is_no_answer()
    {
        var port = Testing.Site.FreePort.Find();

        await Assert.ThrowsAsync<QueryLostException>(() => QueryConnection.OpenAsync("127.0.0.1", port, TimeProvider.System, None));
    }

    private Task<QueryConnection> OpenAsync() => QueryConnection.OpenAsync("127.0.0.1", Eve.TeamSpeak.Port, TimeProvider.System, None);

    private static Task<QueryConnection> OpenAsync(ScriptedServer server) => QueryConnection.OpenAsync("127.0.0.1", server.Port, TimeProvider.System, None);

    private async Task<QueryConnection> EnterAsync()
    {
        var connection = await OpenAsync();
        await connection.SendAsync(new QueryCommand("login").With("client_login_name", "serveradmin").With("client_login_password", "simulated-secret"), None);
        await connection.SendAsync(new QueryCommand("use").With("sid", 1), None);
        return connection;
    }
}
