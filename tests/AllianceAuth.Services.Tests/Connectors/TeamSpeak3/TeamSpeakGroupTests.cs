using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Connectors.TeamSpeak3.Query;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.TeamSpeak;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.TeamSpeak3;

[Collection(OnTheTeamSpeakSite.Name)]
public sealed class TeamSpeakGroupTests(TeamSpeakSite site) : IAsyncLifetime
{
    private const string Service = TeamSpeakSite.Service;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        site.Eve.Control.LiftFaults(SimulatedService.Teamspeak);
        site.Eve.Control.ChangeTeamSpeak(_ => new TeamSpeakSettings());
        // What a test left undone must not concern the next.
        await site.DoAsync(s => s.GetRequiredService<ServiceRests>().ForgetAsync([Service], CancellationToken.None));
        site.Advance(TimeSpan.FromHours(2));
        await site.KeepAsync(Service);
    }

    [Fact, Rule("TS3-063"), Rule("TS3-037")]
    public async Task Wanted_are_the_server_groups_of_group_and_state()
    {
        var (group, state) = (await site.GroupAsync(), await site.StateAsync());
        var (member, stately, other) = (await site.ServerGroupAsync(), await site.ServerGroupAsync(), await site.ServerGroupAsync());
        await site.MapAsync(group, member);
        await site.MapAsync(await site.GroupAsync(), other);
        await site.MapAsync(state, stately);

        var user = await site.JoinedAsync(state, group);

        Assert.Equal(new[] { member.Name, stately.Name }.Order(StringComparer.Ordinal), site.GroupsOf(user).Order(StringComparer.Ordinal));
        Assert.Equal(new[] { $"{member.Id}", $"{stately.Id}" }.Order(StringComparer.Ordinal), (await site.AccountAsync(user))!.Groups);
    }

    [Fact]
    public async Task Groups_are_called_by_their_names_there()
    {
        var server = await site.ServerGroupAsync();

        var names = await site.AskAsync(async s => await s.GetRequiredService<ConnectorBook>().Find(Service)!.NameGroupsAsync([$"{server.Id}", "99999"], CancellationToken.None));

        Assert.Equal(server.Name, names[$"{server.Id}"]);
        Assert.Equal("#99999", names["99999"]);
    }

    [Fact, Rule("TS3-038")]
    public async Task Whoever_has_not_redeemed_the_key_waits_without_any_error()
    {
        var (group, server) = (await site.GroupAsync(), await site.ServerGroupAsync());
        await site.MapAsync(group, server);
        var user = await site.WaitingAsync();

        await site.SendAsync(new AddToGroups([new(user, group)], Actor: null, "test"));
        await site.KeepAsync(Service);

        var account = await site.AccountAsync(user);
        Assert.Equal(AccountStage.WaitsForPilot, account!.Stage);
        Assert.Null(account.Trouble);
    }

    [Fact, Rule("TS3-039"), Rule("TS3-040")]
    public async Task What_the_client_has_by_hand_goes_unless_it_is_wanted_or_reserved()
    {
        var (group, wanted) = (await site.GroupAsync(), await site.ServerGroupAsync());
        var (byHand, reserved) = (await site.ServerGroupAsync(), await site.ServerGroupAsync($"Staff {site.Next()}"));
        await site.MapAsync(group, wanted);
        await ReserveAsync(reserved.Name);
        var user = await site.WaitingAsync(null, group);
        var client = site.Redeem(user).DatabaseId;
        site.Eve.Control.SetTeamSpeakMember(byHand.Id, client, member: true);
        site.Eve.Control.SetTeamSpeakMember(reserved.Id, client, member: true);

        await site.VerifyAsync(user);

        Assert.Equal(new[] { wanted.Name, reserved.Name }.Order(StringComparer.Ordinal), site.GroupsOf(user).Order(StringComparer.Ordinal));
    }

    [Fact, Rule("TS3-043")]
    public async Task The_group_that_came_with_the_key_goes_when_it_is_not_mapped()
    {
        var user = await site.JoinedAsync();

        Assert.Equal(["Guest"], site.GroupsOf(user));
    }

    [Fact, Rule("TS3-044")]
    public async Task Groups_and_states_without_mapping_have_no_effect()
    {
        var user = await site.JoinedAsync(null, await site.GroupAsync());

        Assert.Empty((await site.AccountAsync(user))!.Groups!);
    }

    [Fact, Rule("TS3-017")]
    public async Task A_pilot_with_two_identities_is_treated_alike_with_both_and_removed_with_both()
    {
        var (group, server) = (await site.GroupAsync(), await site.ServerGroupAsync());
        await site.MapAsync(group, server);
        var user = await site.JoinedAsync(null, group);
        var token = await site.AskAsync(s => s.GetRequiredService<QueryDesk>().UseAsync(q => q.AddKeyAsync(7, "second", $"auth-{user}"), CancellationToken.None));
        site.Eve.Control.UseTeamSpeakKey(token, "Second Self", $"second of {user}");

        await site.VerifyAsync(user);

        Assert.Equal(2, site.ClientsOf(user).Count);
        Assert.All(site.ClientsOf(user), c => Assert.Equal([server.Name], site.TeamSpeak.GroupsOf(c.DatabaseId)));
        Assert.Contains("TeamSpeak clients bear the account", site.ReadLog(), StringComparison.Ordinal);
        await site.DeactivateAsync(Service, user);
        await site.KeepAsync(Service);
        Assert.Empty(site.ClientsOf(user));
    }

    [Fact, Rule("TS3-045")]
    public async Task A_refused_group_is_tried_again_after_ten_minutes()
    {
        var (group, server) = (await site.GroupAsync(), await site.ServerGroupAsync());
        await site.MapAsync(group, server);
        var user = await site.JoinedAsync();
        site.Eve.Control.FailTeamSpeak("servergroupaddclient", 1538);
        await site.SendAsync(new AddToGroups([new(user, group)], Actor: null, "test"));
        await site.KeepAsync(Service);

        var account = await site.AccountAsync(user);
        Assert.Equal(QueryTroubles.Refused, account!.Trouble);
        Assert.InRange(account.NextTry!.Value - site.Now, TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(10));

        site.Advance(TimeSpan.FromMinutes(10));
        await site.KeepAsync(Service);
        Assert.Contains(server.Name, site.GroupsOf(user));
    }

    [Fact, Rule("TS3-053")]
    public async Task Another_state_brings_its_groups()
    {
        var (before, after) = (await site.StateAsync(), await site.StateAsync());
        var (old, next) = (await site.ServerGroupAsync(), await site.ServerGroupAsync());
        await site.MapAsync(before, old);
        await site.MapAsync(after, next);
        var user = await site.JoinedAsync(before);
        Assert.Equal([old.Name], site.GroupsOf(user));

        await site.SetAsync([user], $"state = {after}");
        await site.PublishAsync(new UserStateChanged(Guid.CreateVersion7(), site.Now, [user]));
        await site.KeepAsync(Service);

        Assert.Equal([next.Name], site.GroupsOf(user));
    }

    [Fact, Rule("TS3-054")]
    public async Task Groups_of_somebody_without_an_account_are_nobodys_business()
    {
        var (group, server) = (await site.GroupAsync(), await site.ServerGroupAsync());
        await site.MapAsync(group, server);
        var user = await site.MemberAsync();
        var mark = site.Mark();

        await site.SendAsync(new AddToGroups([new(user, group)], Actor: null, "test"));
        await site.KeepAsync(Service);

        Assert.Equal(mark, site.Mark());
    }

    [Fact]
    public async Task A_mapped_group_that_is_gone_over_there_does_not_fail_the_account()
    {
        var (group, server) = (await site.GroupAsync(), await site.ServerGroupAsync());
        await site.MapAsync(group, server);
        site.Eve.Control.DeleteTeamSpeakGroup(server.Id);

        var user = await site.JoinedAsync(null, group);

        var account = await site.AccountAsync(user);
        Assert.Null(account!.Trouble);
        Assert.Equal([$"{server.Id}"], account.Missing);
        Assert.Equal(1L, await site.ReadAsync<long>("SELECT count(*) FROM platform.job_queue WHERE name = 'services.teamspeak3.groups'"));
    }

    [Fact]
    public async Task What_was_changed_by_hand_is_found_at_night_and_put_right()
    {
        var (group, server) = (await site.GroupAsync(), await site.ServerGroupAsync());
        var extra = await site.ServerGroupAsync();
        await site.MapAsync(group, server);
        var user = await site.JoinedAsync(null, group);
        var client = site.ClientsOf(user).Single().DatabaseId;
        site.Eve.Control.SetTeamSpeakMember(server.Id, client, member: false);
        site.Eve.Control.SetTeamSpeakMember(extra.Id, client, member: true);

        await site.CompareAsync(Service);

        Assert.Equal([server.Name], site.GroupsOf(user));
    }

    [Fact]
    public async Task Whoever_has_not_redeemed_the_key_is_not_missed_at_night()
    {
        var user = await site.WaitingAsync();

        await site.CompareAsync(Service);

        Assert.Equal(AccountStage.WaitsForPilot, (await site.AccountAsync(user))!.Stage);
    }

    [Fact, Rule("TS3-047"), Rule("TS3-076")]
    public async Task A_refresh_takes_over_regular_groups_and_leaves_out_reserved_ones_and_the_default_one()
    {
        var (plain, reserved) = (site.Eve.Control.AddTeamSpeakGroup($"Plain {site.Next()}"), site.Eve.Control.AddTeamSpeakGroup($"Kept {site.Next()}"));
        var becomesReserved = await site.ServerGroupAsync();
        await ReserveAsync(reserved.Name.ToUpperInvariant());
        await ReserveAsync(becomesReserved.Name);

        await site.RefreshAsync();

        Assert.Equal(plain.Name, await NameAsync(plain.Id));
        Assert.Null(await NameAsync(reserved.Id));
        Assert.Null(await NameAsync(becomesReserved.Id));
        Assert.Null(await NameAsync(8));
        foreach (var other in site.TeamSpeak.Groups.Where(g => g.Type != ServerGroupType.Regular))
        {
            Assert.Null(await NameAsync(other.Id));
        }
    }

    [Fact, Rule("TS3-042")]
    public async Task A_mapping_to_a_name_that_became_reserved_ends_at_the_next_refresh()
    {
        var (group, server) = (await site.GroupAsync(), await site.ServerGroupAsync());
        var mapping = await site.MapAsync(group, server);
        var user = await site.JoinedAsync(null, group);
        await ReserveAsync(server.Name);

        await site.RefreshAsync();
        await site.KeepAsync(Service);

        Assert.Equal(0, await site.ReadAsync<int>($"SELECT cardinality(server_groups) FROM services.teamspeak3_mappings WHERE id = {mapping}"));
        // What is reserved is not taken away either.
        Assert.Equal([server.Name], site.GroupsOf(user));
    }

    [Fact, Rule("TS3-048"), Rule("TS3-052")]
    public async Task A_group_that_is_gone_goes_with_its_mappings_a_new_name_is_taken_over_and_everybody_is_looked_at()
    {
        var (state, group) = (await site.StateAsync(), await site.GroupAsync());
        var (gone, renamed) = (await site.ServerGroupAsync(), await site.ServerGroupAsync());
        await site.MapAsync(state, gone);
        var mapping = await site.MapAsync(group, gone, renamed);
        var user = await site.JoinedAsync(state, group);
        site.Eve.Control.DeleteTeamSpeakGroup(gone.Id);
        site.Eve.Control.RenameTeamSpeakGroup(renamed.Id, $"Renamed {renamed.Id}");

        await site.RefreshAsync();
        await site.KeepAsync(Service);

        Assert.Null(await NameAsync(gone.Id));
        Assert.Equal($"Renamed {renamed.Id}", await NameAsync(renamed.Id));
        Assert.Equal(0L, await site.ReadAsync<long>($"SELECT count(*) FROM services.teamspeak3_state_groups WHERE state_id = {state}"));
        Assert.Equal(1, await site.ReadAsync<int>($"SELECT cardinality(server_groups) FROM services.teamspeak3_mappings WHERE id = {mapping}"));
        Assert.Equal([$"{renamed.Id}"], (await site.AccountAsync(user))!.Groups!);
    }

    [Fact, Rule("TS3-049")]
    public async Task A_server_that_tells_of_no_group_changes_nothing()
    {
        var server = await site.ServerGroupAsync();
        site.Eve.Control.FailTeamSpeak("servergrouplist", 1281);

        await site.RefreshAsync();

        Assert.Equal(server.Name, await NameAsync(server.Id));
    }

    [Fact, Rule("TS3-050")]
    public async Task A_refresh_that_fails_is_logged_and_nothing_more()
    {
        var server = await site.ServerGroupAsync();
        site.Eve.Control.FailTeamSpeak("servergrouplist", 1538);

        await site.RefreshAsync();

        Assert.Equal(server.Name, await NameAsync(server.Id));
        Assert.Contains("groups on TeamSpeak could not be read", site.ReadLog(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_group_of_ours_takes_its_mapping_along_and_a_renamed_one_renames_it()
    {
        var (deleted, renamed) = (await site.GroupAsync(), await site.GroupAsync());
        var server = await site.ServerGroupAsync();
        var (gone, stays) = (await site.MapAsync(deleted, server), await site.MapAsync(renamed, server));

        await site.SendAsync(new DeleteGroup(deleted));
        await site.SendAsync(new RenameGroup(renamed, $"Other {renamed}"));
        await site.DeliverEventsAsync();

        Assert.Equal(0L, await site.ReadAsync<long>($"SELECT count(*) FROM services.teamspeak3_mappings WHERE id = {gone}"));
        Assert.Equal($"Other {renamed}", await site.ReadAsync<string>($"SELECT group_name FROM services.teamspeak3_mappings WHERE id = {stays}"));
    }

    private Task<string?> NameAsync(int id) => site.ReadAsync<string>($"SELECT name FROM services.teamspeak3_groups WHERE id = {id}");

    private async Task ReserveAsync(string name)
    {
        var warden = (await site.SendAsync(new FindUserByName(Furnishing.AdminName)))!.Value;
        Assert.Null(await site.SendAsync(new ReserveGroupName(name, "test", warden)));
    }
}
