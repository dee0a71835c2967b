using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.TeamSpeak;

public sealed class ClientTests
{
    private const int Quartermaster = 2;

    [Fact]
    public async Task Voice_clients_and_queries_are_listed_with_their_type()
    {
        await using var simulation = await Simulation.StartAsync();
        using var query = await QueryClient.ReadyAsync(simulation);

        var reply = await query.AskAsync("clientlist -uid -groups -times");

        Assert.Equal(["0", "0", "1"], reply.All("client_type"));
        Assert.Equal("6", reply.Rows[0]["client_servergroups"]);
        Assert.Equal(simulation.Host.TeamSpeak.Clients[1].UniqueId, reply.Rows[0]["client_unique_identifier"].Replace("\\/", "/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Somebody_is_kicked_and_then_forgotten()
    {
        await using var simulation = await Simulation.StartAsync();
        using var query = await QueryClient.ReadyAsync(simulation);
        var clid = (await query.AskAsync("clientlist")).Rows.Single(r => r["client_database_id"] == "2")["clid"];

        Assert.Equal(523, await query.CodeAsync("clientdbdelete cldbid=2"));
        Assert.Equal(0, await query.CodeAsync($"clientkick clid={clid} reasonid=5 reasonmsg=Auth\\sservice\\sdeleted"));
        Assert.Equal(512, await query.CodeAsync($"clientkick clid={clid} reasonid=5"));
        Assert.Equal(0, await query.CodeAsync("clientdbdelete cldbid=2"));
        Assert.Equal(512, await query.CodeAsync("clientdbdelete cldbid=2"));

        Assert.DoesNotContain(simulation.Host.TeamSpeak.Clients, c => c.DatabaseId == Quartermaster);
    }

    [Fact]
    public async Task A_query_cannot_be_kicked()
    {
        await using var simulation = await Simulation.StartAsync();
        using var query = await QueryClient.ReadyAsync(simulation);

        Assert.Equal(516, await query.CodeAsync($"clientkick clid={(await query.AskAsync("whoami")).One("client_id")} reasonid=5"));
    }

    [Fact]
    public async Task Forgetting_takes_groups_and_fields_and_the_same_identity_comes_back_as_new()
    {
        await using var simulation = await Simulation.StartAsync();
        using var query = await QueryClient.ReadyAsync(simulation);
        await query.AskAsync("customset cldbid=2 ident=sso_uid value=Rena_Okata");
        var before = simulation.Host.TeamSpeak.Clients[1];

        simulation.Control.DeleteTeamSpeakClient(Quartermaster);
        var after = simulation.Control.ConnectTeamSpeakClient("Quartermaster");

        Assert.Equal(before.UniqueId, after.UniqueId);
        Assert.Equal((4, 0, 0), (after.DatabaseId, after.Groups.Count, after.CustomFields.Count));
        Assert.Equal(1281, await query.CodeAsync("customsearch ident=sso_uid pattern=Rena_Okata"));
    }

    [Fact]
    public async Task A_known_identity_comes_back_with_what_it_had_and_a_new_connection_id()
    {
        await using var simulation = await Simulation.StartAsync();
        var before = simulation.Host.TeamSpeak.Online[0].Id;

        simulation.Control.DisconnectTeamSpeakClient(Quartermaster);
        var client = simulation.Control.ConnectTeamSpeakClient("Quartermaster");

        Assert.Equal((Quartermaster, 2), (client.DatabaseId, client.Connections));
        Assert.Equal([6], client.Groups);
        Assert.NotEqual(before, simulation.Host.TeamSpeak.Online.Single(o => o.DatabaseId == Quartermaster).Id);
    }

    [Fact]
    public async Task The_client_database_is_searched_and_paged()
    {
        await using var simulation = await Simulation.StartAsync();
        using var query = await QueryClient.ReadyAsync(simulation);
        var uid = (await query.AskAsync("clientdbinfo cldbid=3")).One("client_unique_identifier");

        Assert.Equal("3", (await query.AskAsync("clientdbfind pattern=Passing%")).One("cldbid"));
        Assert.Equal("3", (await query.AskAsync($"clientdbfind pattern={uid} -uid")).One("cldbid"));
        Assert.Equal("3", (await query.AskAsync($"clientgetdbidfromuid cluid={uid}")).One("cldbid"));
        Assert.Equal(1281, await query.CodeAsync("clientdbfind pattern=Nobody"));
        Assert.Equal(1281, await query.CodeAsync("clientdbinfo cldbid=77"));
        var page = await query.AskAsync("clientdblist start=1 duration=2 -count");
        Assert.Equal(["2", "3"], page.All("cldbid"));
        Assert.Equal("3", page.Rows[0]["count"]);
    }

    [Fact]
    public async Task A_key_without_value_comes_as_the_bare_word()
    {
        await using var simulation = await Simulation.StartAsync();
        using var query = await QueryClient.ReadyAsync(simulation);

        Assert.Contains(" client_away_message ", (await query.AskAsync("clientinfo clid=1")).Lines[0], StringComparison.Ordinal);

        simulation.Control.ChangeTeamSpeak(s => s with { BareKeys = false });

        Assert.Contains(" client_away_message= ", (await query.AskAsync("clientinfo clid=1")).Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_registered_hears_who_comes_and_goes()
    {
        await using var simulation = await Simulation.StartAsync();
        using var query = await QueryClient.ReadyAsync(simulation);
        await query.AskAsync("servernotifyregister event=server");

        simulation.Control.ConnectTeamSpeakClient("Rena");
        simulation.Control.DisconnectTeamSpeakClient(4);

        Assert.Contains("client_nickname=Rena", await query.LineAsync(), StringComparison.Ordinal);
        Assert.StartsWith("notifyclientleftview ", await query.LineAsync(), StringComparison.Ordinal);
    }
}
