using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Connectors.TeamSpeak3.Query;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.TeamSpeak3;

/// <summary>Which server groups pilots are in.</summary>
public sealed class TeamSpeakGroupTests(TeamSpeakSite site) : TeamSpeakTests(site)
{
    [Fact, Rule("TS3-063"), Rule("TS3-037")]
    public async Task Wanted_are_the_server_groups_of_group_and_state()
    {
        var (group, state) = (await Site.GroupAsync(), await Site.StateAsync());
        var (member, stately, other) = (await Site.ServerGroupAsync(), await Site.ServerGroupAsync(), await Site.ServerGroupAsync());
        await Site.MapAsync(group, member);
        await Site.MapAsync(await Site.GroupAsync(), other);
        await Site.MapAsync(state, stately);

        var user = await Site.JoinedAsync(state, group);

        Assert.Equal(new[] { member.Name, stately.Name }.Order(StringComparer.Ordinal), Site.GroupsOf(user).Order(StringComparer.Ordinal));
        Assert.Equal(new[] { $"{member.Id}", $"{stately.Id}" }.Order(StringComparer.Ordinal), (await Site.AccountAsync(user))!.Groups);
    }

    [Fact]
    public async Task Groups_are_called_by_their_names_there()
    {
        var server = await Site.ServerGroupAsync();

        var names = await Site.AskAsync(async s => await s.GetRequiredService<ConnectorBook>().Find(Service)!.NameGroupsAsync([$"{server.Id}", "99999"], CancellationToken.None));

        Assert.Equal(server.Name, names[$"{server.Id}"]);
        Assert.Equal("#99999", names["99999"]);
    }

    [Fact, Rule("TS3-038")]
    public async Task Whoever_has_not_redeemed_the_key_waits_without_any_error()
    {
        var (group, server) = (await Site.GroupAsync(), await Site.ServerGroupAsync());
        await Site.MapAsync(group, server);
        var user = await Site.WaitingAsync();

        await Site.SendAsync(new AddToGroups([new(user, group)], Actor: null, "test"));
        await Site.KeepAsync(Service);

        var account = await Site.AccountAsync(user);
        Assert.Equal(AccountStage.WaitsForPilot, account!.Stage);
        Assert.Null(account.Trouble);
    }

    [Fact, Rule("TS3-039"), Rule("TS3-040")]
    public async Task What_the_client_has_by_hand_goes_unless_it_is_wanted_or_reserved()
    {
        var (group, wanted) = (await Site.GroupAsync(), await Site.ServerGroupAsync());
        var (byHand, reserved) = (await Site.ServerGroupAsync(), await Site.ServerGroupAsync($"Staff {Site.Next()}"));
        await Site.MapAsync(group, wanted);
        await ReserveAsync(reserved.Name);
        var user = await Site.WaitingAsync(null, group);
        var client = Site.Redeem(user).DatabaseId;
        Site.Eve.Control.SetTeamSpeakMember(byHand.Id, client, member: true);
        Site.Eve.Control.SetTeamSpeakMember(reserved.Id, client, member: true);

        await Site.VerifyAsync(user);

        Assert.Equal(new[] { wanted.Name, reserved.Name }.Order(StringComparer.Ordinal), Site.GroupsOf(user).Order(StringComparer.Ordinal));
    }

    [Fact, Rule("TS3-043")]
    public async Task The_group_that_came_with_the_key_goes_when_it_is_not_mapped()
    {
        var user = await Site.JoinedAsync();

        Assert.Equal(["Guest"], Site.GroupsOf(user));
    }

    [Fact, Rule("TS3-044")]
    public async Task Groups_and_states_without_mapping_have_no_effect()
    {
        var user = await Site.JoinedAsync(null, await Site.GroupAsync());

        Assert.Empty((await Site.AccountAsync(user))!.Groups!);
    }

    [Fact, Rule("TS3-017")]
    public async Task A_pilot_with_two_identities_is_treated_alike_with_both_and_removed_with_both()
    {
        var (group, server) = (await Site.GroupAsync(), await Site.ServerGroupAsync());
        await Site.MapAsync(group, server);
        var user = await Site.JoinedAsync(null, group);
        var token = await Site.AskAsync(s => s.GetRequiredService<QueryDesk>().UseAsync(q => q.AddKeyAsync(7, "second", $"auth-{user}"), CancellationToken.None));
        Site.Eve.Control.UseTeamSpeakKey(token, "Second Self", $"second of {user}");

        await Site.VerifyAsync(user);

        Assert.Equal(2, Site.ClientsOf(user).Count);
        Assert.All(Site.ClientsOf(user), c => Assert.Equal([server.Name], Site.TeamSpeak.GroupsOf(c.DatabaseId)));
        Assert.Contains("TeamSpeak clients bear the account", Site.ReadLog(), StringComparison.Ordinal);
        await Site.DeactivateAsync(Service, user);
        await Site.KeepAsync(Service);
        Assert.Empty(Site.ClientsOf(user));
    }

    [Fact, Rule("TS3-045")]
    public async Task A_refused_group_is_tried_again_after_ten_minutes()
    {
        var (group, server) = (await Site.GroupAsync(), await Site.ServerGroupAsync());
        await Site.MapAsync(group, server);
        var user = await Site.JoinedAsync();
        Site.Eve.Control.FailTeamSpeak("servergroupaddclient", 1538);
        await Site.SendAsync(new AddToGroups([new(user, group)], Actor: null, "test"));
        await Site.KeepAsync(Service);

        var account = await Site.AccountAsync(user);
        Assert.Equal(QueryTroubles.Refused, account!.Trouble);
        Assert.InRange(account.NextTry!.Value - Site.Now, TimeSpan.FromMinutes(8), TimeSpan.FromMinutes(10));

        Site.Advance(TimeSpan.FromMinutes(10));
        await Site.KeepAsync(Service);
        Assert.Contains(server.Name, Site.GroupsOf(user));
    }

    [Fact, Rule("TS3-053")]
    public async Task Another_state_brings_its_groups()
    {
        var (before, after) = (await Site.StateAsync(), await Site.StateAsync());
        var (old, next) = (await Site.ServerGroupAsync(), await Site.ServerGroupAsync());
        await Site.MapAsync(before, old);
        await Site.MapAsync(after, next);
        var user = await Site.JoinedAsync(before);
        Assert.Equal([old.Name], Site.GroupsOf(user));

        await Site.SetAsync([user], $"state = {after}");
        await Site.PublishAsync(new UserStateChanged(Guid.CreateVersion7(), Site.Now, [user]));
        await Site.KeepAsync(Service);

        Assert.Equal([next.Name], Site.GroupsOf(user));
    }

    [Fact, Rule("TS3-054")]
    public async Task Groups_of_somebody_without_an_account_are_nobodys_business()
    {
        var (group, server) = (await Site.GroupAsync(), await Site.ServerGroupAsync());
        await Site.MapAsync(group, server);
        var user = await Site.MemberAsync();
        var mark = Site.Mark();

        await Site.SendAsync(new AddToGroups([new(user, group)], Actor: null, "test"));
        await Site.KeepAsync(Service);

        Assert.Equal(mark, Site.Mark());
    }

    [Fact]
    public async Task A_mapped_group_that_is_gone_over_there_does_not_fail_the_account()
    {
        var (group, server) = (await Site.GroupAsync(), await Site.ServerGroupAsync());
        await Site.MapAsync(group, server);
        Site.Eve.Control.DeleteTeamSpeakGroup(server.Id);

        var user = await Site.JoinedAsync(null, group);

        var account = await Site.AccountAsync(user);
        Assert.Null(account!.Trouble);
        Assert.Equal([$"{server.Id}"], account.Missing);
        Assert.Equal(1L, await Site.ReadAsync<long>("SELECT count(*) FROM platform.job_queue WHERE name = 'services.teamspeak3.groups'"));
    }

    [Fact]
    public async Task What_was_changed_by_hand_is_found_at_night_and_put_right()
    {
        var (group, server) = (await Site.GroupAsync(), await Site.ServerGroupAsync());
        var extra = await Site.ServerGroupAsync();
        await Site.MapAsync(group, server);
        var user = await Site.JoinedAsync(null, group);
        var client = Site.ClientsOf(user).Single().DatabaseId;
        Site.Eve.Control.SetTeamSpeakMember(server.Id, client, member: false);
        Site.Eve.Control.SetTeamSpeakMember(extra.Id, client, member: true);

        await Site.CompareAsync(Service);

        Assert.Equal([server.Name], Site.GroupsOf(user));
    }

    [Fact]
    public async Task At_night_the_server_is_read_once_for_hundreds_of_accounts()
    {
        await Site.RunAsync(
            """
            INSERT INTO services.accounts (service, user_id, stage, login_name, display_name, groups, missing, wanted_login, wanted_display, wanted_groups, plan, mark, looked, done,
                priority, cause, is_approved, attempts, trouble_arguments, activated_at, drift)
            SELECT 'teamspeak3', n, 2, '', '', ARRAY[]::text[], ARRAY[]::text[], '', '', ARRAY[]::text[], 0, 1, 1, 1, 3, '', false, 0, ARRAY[]::text[], now(), ARRAY[]::text[]
            FROM generate_series(900001, 900250) n
            """);
        var mark = Site.Mark();

        await Site.CompareAsync(Service);

        var searches = Site.CommandsSince(mark, "customsearch");
        await Site.RunAsync("DELETE FROM services.accounts WHERE service = 'teamspeak3' AND user_id > 900000");
        Assert.Single(searches);
    }

    [Fact]
    public async Task Whoever_has_not_redeemed_the_key_is_not_missed_at_night()
    {
        var user = await Site.WaitingAsync();

        await Site.CompareAsync(Service);

        Assert.Equal(AccountStage.WaitsForPilot, (await Site.AccountAsync(user))!.Stage);
    }
}
