using System.Net;
using AllianceAuth.Simulator.TeamSpeak;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.TeamSpeak;

public sealed class TeamSpeakPageTests : IDisposable
{
    private const string Link = "ts3server://voice.example.test?token=Lant3rnfa11FirstStart%2FOwner%2BK3yOfTheDay1&nickname=%5BCNQ%5DMaren_Ostvik";

    private readonly string _folder = Directory.CreateTempSubdirectory("simulator-").FullName;

    private string StateFile => Path.Combine(_folder, "simulator.json");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_page_shows_groups_clients_keys_and_commands()
    {
        await using var simulation = await Simulation.StartAsync();
        using var client = await QueryClient.ReadyAsync(simulation);
        await client.AskAsync("clientdbinfo cldbid=2");

        var page = await simulation.Http.GetStringAsync("/teamspeak/");

        Assert.Contains("Fleet Commander", page, StringComparison.Ordinal);
        Assert.Contains("Quartermaster", page, StringComparison.Ordinal);
        Assert.Contains("Use this key as an invented client", page, StringComparison.Ordinal);
        Assert.Contains("clientdbinfo cldbid=2", page, StringComparison.Ordinal);
        Assert.DoesNotContain("simulated-secret", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_server_holds_can_be_read_from_outside()
    {
        await using var simulation = await Simulation.StartAsync();

        var state = await simulation.JsonAsync("/control/api/teamspeak");

        Assert.Equal((simulation.Host.TeamSpeak.Port, 12), (state.GetProperty("port").GetInt32(), state.GetProperty("groups").GetArrayLength()));
        Assert.Equal(FirstDay.OwnersToken, state.GetProperty("keys")[0].GetProperty("token").GetString());
        Assert.Equal("whole", state.GetProperty("settings").GetProperty("packets").GetString());
    }

    [Fact]
    public async Task What_clients_write_is_shown_as_text()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.ConnectTeamSpeakClient("<b>Rena</b>");

        var page = await simulation.Http.GetStringAsync("/teamspeak/");

        Assert.Contains("&lt;b&gt;Rena&lt;/b&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>Rena", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_join_address_uses_the_key_as_a_client_would()
    {
        await using var simulation = await Simulation.StartAsync();

        using var joined = await simulation.GetAsync(Link.Replace("ts3server://voice.example.test", "/teamspeak/join", StringComparison.Ordinal));
        using var again = await simulation.GetAsync(Link.Replace("ts3server://voice.example.test", "/teamspeak/join", StringComparison.Ordinal));

        Assert.StartsWith("/teamspeak/?done=%5BCNQ%5DMaren_Ostvik%20used%20the%20key", joined.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.StartsWith("/teamspeak/?failed=TeamSpeak%20says%3A%20invalid%20privilege%20key", again.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(["Server Admin"], simulation.Host.TeamSpeak.GroupsOf(4));
    }

    [Theory]
    [InlineData(Link, "", "[CNQ]Maren_Ostvik")]
    [InlineData(Link, "Maren", "Maren")]
    [InlineData(FirstDay.OwnersToken, "Maren", "Maren")]
    [InlineData("ts3server://voice.example.test?nickname=Maren", "", "Maren")]
    public async Task A_link_or_a_key_can_be_pasted(string key, string nickname, string client)
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.PostFormAsync("/teamspeak/join", new() { ["key"] = key, ["nickname"] = nickname });

        Assert.StartsWith("/teamspeak/?done=", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.Equal(client, simulation.Host.TeamSpeak.Online[^1].Nickname);
    }

    [Fact]
    public async Task Nothing_pasted_is_answered_with_what_to_do()
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.PostFormAsync("/teamspeak/join", new() { ["key"] = "ts3server://voice.example.test", ["nickname"] = "" });

        Assert.Equal("/teamspeak/?failed=Paste%20a%20key,%20or%20the%20link%20that%20the%20site%20shows.", Uri.UnescapeDataString(answer.Headers.Location!.OriginalString).Replace(" ", "%20", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_buttons_of_the_page_act()
    {
        await using var simulation = await Simulation.StartAsync();

        using var used = await simulation.PostFormAsync("/teamspeak/teamspeak-use-key", new() { ["token"] = FirstDay.OwnersToken });
        using var left = await simulation.PostFormAsync("/teamspeak/teamspeak-disconnect", new() { ["database_id"] = "2" });
        using var deleted = await simulation.PostFormAsync("/teamspeak/teamspeak-delete-client", new() { ["database_id"] = "3" });

        Assert.All([used, left, deleted], a => Assert.Equal(HttpStatusCode.Redirect, a.StatusCode));
        Assert.Equal(["default serveradmin privilege"], simulation.Host.TeamSpeak.Online.Select(o => o.Nickname));
        Assert.Equal([1, 2, 4], simulation.Host.TeamSpeak.Clients.Select(c => c.DatabaseId));
    }

    [Fact]
    public async Task What_the_server_holds_outlives_a_restart_of_the_simulator()
    {
        await using (var before = await Simulation.StartAsync(stateFile: StateFile))
        {
            using var query = await QueryClient.ReadyAsync(before);
            await query.AskAsync("servergroupadd name=Member");
            await query.AskAsync("servergroupaddperm sgid=13 permsid=i_group_needed_modify_power permvalue=75 permnegated=0 permskip=0");
            await query.AskAsync("tokenadd tokentype=0 tokenid1=13 tokenid2=0 tokendescription=Rena tokencustomset=ident=sso_uid\\svalue=Rena");
            await query.AskAsync("tokenadd tokentype=0 tokenid1=13 tokenid2=0 tokendescription=Kept tokencustomset=ident=sso_uid\\svalue=Kept");
            using var used = await before.PostJsonAsync("/control/api/teamspeak-use-key", new { token = before.Host.TeamSpeak.Keys[1].Token });
            using var set = await before.PostJsonAsync("/control/api/teamspeak-settings", new { password = "another", flood_commands = 50 });
            Assert.True(used.IsSuccessStatusCode && set.IsSuccessStatusCode);
        }

        await using var after = await Simulation.StartAsync(stateFile: StateFile, afterDays: 1);
        var rena = after.Host.TeamSpeak.Clients[^1];
        var kept = after.Host.TeamSpeak.Keys[^1];

        Assert.Equal(("Rena", "Rena", "Member"), (rena.Nickname, rena.CustomFields["sso_uid"], after.Host.TeamSpeak.GroupsOf(rena.DatabaseId).Single()));
        Assert.Equal(("Kept", 13, "Kept"), (kept.Description, kept.GroupId, kept.CustomFields["sso_uid"]));
        Assert.Equal(75, after.Host.TeamSpeak.Groups[^1].Permissions["i_group_needed_modify_power"].Value);
        Assert.Equal(("another", 50), (after.Host.TeamSpeak.Settings.Password, after.Host.TeamSpeak.Settings.FloodCommands));
        Assert.Equal(14, after.Control.AddTeamSpeakGroup("Next").Id);
    }

    [Fact]
    public async Task A_reset_brings_back_the_first_day()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.DeleteTeamSpeakGroup(9);
        simulation.Control.ChangeTeamSpeak(s => s with { Password = "another" });
        simulation.Control.ListenTeamSpeak(false);

        simulation.Control.Reset();

        Assert.Contains(simulation.Host.TeamSpeak.Groups, g => g.Id == 9);
        using var client = await QueryClient.ReadyAsync(simulation);
    }
}
