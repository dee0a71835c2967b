using System.Net;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.TeamSpeak3;

[Collection(OnTheTeamSpeakSite.Name)]
public sealed class TeamSpeakAdminTests(TeamSpeakSite site)
{
    private const string Service = TeamSpeakSite.Service;
    private const string Mappings = "/admin/teamspeak3/authts/";
    private const string StateGroups = "/admin/teamspeak3/stategroup/";

    [Fact, Rule("TS3-071"), Rule("TS3-052")]
    public async Task A_new_mapping_and_its_end_reach_everybody()
    {
        var admin = await site.WardenAsync();
        var (group, server) = (await site.GroupAsync(), await site.ServerGroupAsync());
        var user = await site.JoinedAsync(null, group);

        await AddAsync(admin, group, server.Id);
        await site.KeepAsync(Service);
        Assert.Equal([server.Name], site.GroupsOf(user));

        var id = await IdAsync(group);
        await (await admin.OpenAsync($"{Mappings}{id}/delete/")).SubmitAsync("main form[method=post]");
        await site.KeepAsync(Service);
        Assert.Equal(["Guest"], site.GroupsOf(user));
    }

    [Fact, Rule("TS3-051")]
    public async Task Server_groups_that_come_and_go_in_a_mapping_reach_everybody()
    {
        var admin = await site.WardenAsync();
        var (group, first, second) = (await site.GroupAsync(), await site.ServerGroupAsync(), await site.ServerGroupAsync());
        var id = await site.MapAsync(group, first);
        var user = await site.JoinedAsync(null, group);

        await (await admin.OpenAsync($"{Mappings}{id}/change/")).SubmitAsync("#item-form", new Dictionary<string, string> { ["servergroups"] = $"{second.Id}" });
        await site.KeepAsync(Service);

        Assert.Equal([second.Name], site.GroupsOf(user));
    }

    [Fact, Rule("TS3-062")]
    public async Task Looking_at_everybody_looks_once_at_each()
    {
        var (group, server) = (await site.GroupAsync(), await site.ServerGroupAsync());
        var user = await site.JoinedAsync(null, group);
        await site.MapAsync(group, server);
        var mark = site.Mark();

        await site.SweepAsync(Service);

        Assert.Equal([$"servergroupaddclient sgid={server.Id} cldbid={site.ClientsOf(user).Single().DatabaseId}"], site.CommandsSince(mark, "servergroupaddclient"));
    }

    [Fact]
    public async Task A_group_for_a_state_reaches_everybody_and_is_found_by_either_name()
    {
        var admin = await site.WardenAsync();
        var (state, server) = (await site.StateAsync(), await site.ServerGroupAsync());
        var user = await site.JoinedAsync(state);

        var list = await (await admin.OpenAsync($"{StateGroups}add/")).SubmitAsync(
            "#item-form", new Dictionary<string, string> { ["state"] = $"{state}", ["servergroup"] = $"{server.Id}" }, button: "button[value=list]");
        await site.KeepAsync(Service);

        Assert.Contains(server.Name, list.AllText, StringComparison.Ordinal);
        Assert.Equal([server.Name], site.GroupsOf(user));
        foreach (var typed in new[] { server.Name, (await site.StateNameAsync(state))! })
        {
            var found = await admin.OpenAsync($"{StateGroups}?q={Uri.EscapeDataString(typed)}");
            Assert.Contains(server.Name, found.Text("tbody"), StringComparison.Ordinal);
        }
    }

    [Fact, Rule("TS3-057"), Rule("TS3-077")]
    public async Task Reserved_names_are_not_offered()
    {
        var admin = await site.WardenAsync();
        var (group, server) = (await site.GroupAsync(), await site.ServerGroupAsync());
        var reserved = await site.ServerGroupAsync($"Reserved {site.Next()}");
        Assert.Contains(reserved.Name, (await admin.OpenAsync($"{Mappings}add/")).AllText, StringComparison.Ordinal);

        var warden = (await site.SendAsync(new FindUserByName(Furnishing.AdminName)))!.Value;
        await site.SendAsync(new ReserveGroupName(reserved.Name, "test", warden));

        var page = await admin.OpenAsync($"{Mappings}add/");
        Assert.DoesNotContain(reserved.Name, page.AllText, StringComparison.Ordinal);
        Assert.Contains(server.Name, page.AllText, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector($"select[name=group] option[value='{group}']"));
    }

    [Fact]
    public async Task A_mapping_needs_a_server_group()
    {
        var admin = await site.WardenAsync();
        var group = await site.GroupAsync();

        var page = await (await admin.OpenAsync($"{Mappings}add/")).SubmitAsync("#item-form", new Dictionary<string, string> { ["group"] = $"{group}" }, button: "button[value=list]");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
    }

    [Fact]
    public async Task Mappings_are_listed_by_name_with_their_groups_and_filtered_by_one()
    {
        var admin = await site.WardenAsync();
        var (one, other) = (await site.ServerGroupAsync(), await site.ServerGroupAsync());
        var (first, second) = (await site.GroupAsync($"Alpha {site.Next()}"), await site.GroupAsync($"Beta {site.Next()}"));
        await AddAsync(admin, second, one.Id);
        var list = await AddAsync(admin, first, other.Id);

        Assert.Contains(one.Name, list.AllText, StringComparison.Ordinal);
        Assert.True(list.AllText.IndexOf("Alpha", StringComparison.Ordinal) < list.AllText.IndexOf("Beta", StringComparison.Ordinal));
        var filtered = await admin.OpenAsync($"{Mappings}?servergroups={one.Id}");
        Assert.Contains("Beta", filtered.Text("tbody"), StringComparison.Ordinal);
        Assert.DoesNotContain("Alpha", filtered.Text("tbody"), StringComparison.Ordinal);
    }

    [Fact, Rule("TS3-058"), Rule("TS3-070")]
    public async Task The_button_has_the_groups_read_and_leads_back_to_the_list()
    {
        var admin = await site.WardenAsync();
        await site.RunAsync("DELETE FROM platform.job_queue WHERE name = 'services.teamspeak3.groups'");

        var page = await (await admin.OpenAsync(Mappings)).SubmitAsync("form[action='/teamspeak3/admin_update_ts3_groups/']");

        Assert.Equal(Mappings, page.Address.AbsolutePath);
        Assert.Contains(site.Say("services.teamspeak3.admin.refreshing"), page.AllText, StringComparison.Ordinal);
        Assert.Equal(1L, await site.ReadAsync<long>("SELECT count(*) FROM platform.job_queue WHERE name = 'services.teamspeak3.groups'"));
    }

    [Fact]
    public async Task The_button_is_for_staff_only()
    {
        var (pilot, _) = await site.PilotAsync();

        Assert.NotEqual(HttpStatusCode.OK, (await pilot.GetAsync("/teamspeak3/admin_update_ts3_groups/")).Status);
    }

    [Fact, Rule("TS3-059")]
    public async Task Server_groups_have_no_page_of_their_own()
    {
        var admin = await site.WardenAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync("/admin/teamspeak3/tsgroup/")).Status);
    }

    [Fact, Rule("TS3-060")]
    public async Task Accounts_are_listed_and_found_and_show_no_key()
    {
        var admin = await site.WardenAsync();
        var user = await site.WaitingAsync();

        var list = await admin.OpenAsync($"/admin/teamspeak3/teamspeak3user/?q=auth-{user}");

        Assert.Contains($"auth-{user}", list.Text("tbody"), StringComparison.Ordinal);
        Assert.DoesNotContain(site.KeyOf(user)!.Token, list.AllText, StringComparison.Ordinal);
    }

    private Task<int> IdAsync(GroupId group) => site.ReadAsync<int>($"SELECT id FROM services.teamspeak3_mappings WHERE group_id = {group}");

    private static async Task<VisitedPage> AddAsync(Visitor admin, GroupId group, int server) => await (await admin.OpenAsync($"{Mappings}add/")).SubmitAsync(
        "#item-form", new Dictionary<string, string> { ["group"] = $"{group}", ["servergroups"] = $"{server}" }, button: "button[value=list]");
}
