using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Simulator.TeamSpeak;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.TeamSpeak3;

/// <summary>Server groups as the site knows them.</summary>
public sealed class TeamSpeakRefreshTests(TeamSpeakSite site) : TeamSpeakTests(site)
{
    [Fact, Rule("TS3-047"), Rule("TS3-076")]
    public async Task A_refresh_takes_over_regular_groups_and_leaves_out_reserved_ones_and_the_default_one()
    {
        var (plain, reserved) = (Site.Eve.Control.AddTeamSpeakGroup($"Plain {Site.Next()}"), Site.Eve.Control.AddTeamSpeakGroup($"Kept {Site.Next()}"));
        var becomesReserved = await Site.ServerGroupAsync();
        await ReserveAsync(reserved.Name.ToUpperInvariant());
        await ReserveAsync(becomesReserved.Name);

        await Site.RefreshAsync();

        Assert.Equal(plain.Name, await NameAsync(plain.Id));
        Assert.Null(await NameAsync(reserved.Id));
        Assert.Null(await NameAsync(becomesReserved.Id));
        Assert.Null(await NameAsync(8));
        foreach (var other in Site.TeamSpeak.Groups.Where(g => g.Type != ServerGroupType.Regular))
        {
            Assert.Null(await NameAsync(other.Id));
        }
    }

    [Fact, Rule("TS3-042")]
    public async Task A_mapping_to_a_name_that_became_reserved_ends_at_the_next_refresh()
    {
        var (group, server) = (await Site.GroupAsync(), await Site.ServerGroupAsync());
        var mapping = await Site.MapAsync(group, server);
        var user = await Site.JoinedAsync(null, group);
        await ReserveAsync(server.Name);

        await Site.RefreshAsync();
        await Site.KeepAsync(Service);

        Assert.Equal(0, await Site.ReadAsync<int>($"SELECT cardinality(server_groups) FROM services.teamspeak3_mappings WHERE id = {mapping}"));
        // What is reserved is not taken away either.
        Assert.Equal([server.Name], Site.GroupsOf(user));
    }

    [Fact, Rule("TS3-048"), Rule("TS3-052")]
    public async Task A_group_that_is_gone_goes_with_its_mappings_a_new_name_is_taken_over_and_everybody_is_looked_at()
    {
        var (state, group) = (await Site.StateAsync(), await Site.GroupAsync());
        var (gone, renamed) = (await Site.ServerGroupAsync(), await Site.ServerGroupAsync());
        await Site.MapAsync(state, gone);
        var mapping = await Site.MapAsync(group, gone, renamed);
        var user = await Site.JoinedAsync(state, group);
        Site.Eve.Control.DeleteTeamSpeakGroup(gone.Id);
        Site.Eve.Control.RenameTeamSpeakGroup(renamed.Id, $"Renamed {renamed.Id}");

        await Site.RefreshAsync();
        await Site.KeepAsync(Service);

        Assert.Null(await NameAsync(gone.Id));
        Assert.Equal($"Renamed {renamed.Id}", await NameAsync(renamed.Id));
        Assert.Equal(0L, await Site.ReadAsync<long>($"SELECT count(*) FROM services.teamspeak3_state_groups WHERE state_id = {state}"));
        Assert.Equal(1, await Site.ReadAsync<int>($"SELECT cardinality(server_groups) FROM services.teamspeak3_mappings WHERE id = {mapping}"));
        Assert.Equal([$"{renamed.Id}"], (await Site.AccountAsync(user))!.Groups!);
    }

    [Fact, Rule("TS3-049")]
    public async Task A_server_that_tells_of_no_group_changes_nothing()
    {
        var server = await Site.ServerGroupAsync();
        Site.Eve.Control.FailTeamSpeak("servergrouplist", 1281);

        await Site.RefreshAsync();

        Assert.Equal(server.Name, await NameAsync(server.Id));
    }

    [Fact, Rule("TS3-050")]
    public async Task A_refresh_that_fails_is_logged_and_nothing_more()
    {
        var server = await Site.ServerGroupAsync();
        Site.Eve.Control.FailTeamSpeak("servergrouplist", 1538);

        await Site.RefreshAsync();

        Assert.Equal(server.Name, await NameAsync(server.Id));
        Assert.Contains("groups on TeamSpeak could not be read", Site.ReadLog(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_group_of_ours_takes_its_mapping_along_and_a_renamed_one_renames_it()
    {
        var (deleted, renamed) = (await Site.GroupAsync(), await Site.GroupAsync());
        var server = await Site.ServerGroupAsync();
        var (gone, stays) = (await Site.MapAsync(deleted, server), await Site.MapAsync(renamed, server));

        await Site.SendAsync(new DeleteGroup(deleted));
        await Site.SendAsync(new RenameGroup(renamed, $"Other {renamed}"));
        await Site.DeliverEventsAsync();

        Assert.Equal(0L, await Site.ReadAsync<long>($"SELECT count(*) FROM services.teamspeak3_mappings WHERE id = {gone}"));
        Assert.Equal($"Other {renamed}", await Site.ReadAsync<string>($"SELECT group_name FROM services.teamspeak3_mappings WHERE id = {stays}"));
    }

    private Task<string?> NameAsync(int id) => Site.ReadAsync<string>($"SELECT name FROM services.teamspeak3_groups WHERE id = {id}");
}
