using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Services;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Simulator.TeamSpeak;
using AllianceAuth.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.TeamSpeak3;

[Collection(OnTheTeamSpeakSite.Name)]
public sealed class TeamSpeakAccountTests(TeamSpeakSite site) : IAsyncLifetime
{
    private const string Service = TeamSpeakSite.Service;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        site.Eve.Control.LiftFaults(SimulatedService.Teamspeak);
        site.Eve.Control.ListenTeamSpeak(true);
        site.Eve.Control.ChangeTeamSpeak(_ => new TeamSpeakSettings());
        // What a test left undone must not concern the next.
        await site.DoAsync(s => s.GetRequiredService<ServiceRests>().ForgetAsync([Service], CancellationToken.None));
        site.Advance(TimeSpan.FromHours(2));
        await site.KeepAsync(Service);
    }

    [Fact, Rule("TS3-018")]
    public async Task Activating_makes_the_states_group_protected_and_a_key_for_it()
    {
        var state = await site.StateAsync();
        var name = await site.StateNameAsync(state);
        var user = await site.WaitingAsync(state);

        var group = Assert.Single(site.TeamSpeak.Groups, g => g.Name == name);
        Assert.Equal([75, 100, 100], new[] { "i_group_needed_modify_power", "i_group_needed_member_add_power", "i_group_needed_member_remove_power" }.Select(p => group.Permissions[p].Value));
        Assert.Equal(group.Id, site.KeyOf(user)!.GroupId);
    }

    [Fact]
    public async Task The_states_group_is_made_once_for_all()
    {
        var state = await site.StateAsync();

        var (one, other) = (await site.WaitingAsync(state), await site.WaitingAsync(state));

        Assert.Equal(site.KeyOf(one)!.GroupId, site.KeyOf(other)!.GroupId);
    }

    [Fact, Rule("TS3-066")]
    public async Task The_account_remembers_its_uid_and_its_key_sealed()
    {
        var user = await site.WaitingAsync();

        var account = await site.AccountAsync(user);

        Assert.Equal($"auth-{user}", account!.RemoteId);
        Assert.Equal(site.KeyOf(user)!.Token, await site.RememberedKeyAsync(user));
        Assert.DoesNotContain(site.KeyOf(user)!.Token, account.Data, StringComparison.Ordinal);
        Assert.Equal(AccountStage.WaitsForPilot, account.Stage);
    }

    [Fact, Rule("TS3-002")]
    public async Task The_nickname_stands_on_the_key_and_the_pilot_may_take_another()
    {
        var user = await site.WaitingAsync();
        var nickname = (await site.AccountAsync(user))!.DisplayName;
        Assert.StartsWith(nickname, site.KeyOf(user)!.Description, StringComparison.Ordinal);

        var client = site.Redeem(user);
        await site.VerifyAsync(user);

        Assert.NotEqual(nickname, client.Nickname);
        Assert.Equal(AccountStage.Active, (await site.AccountAsync(user))!.Stage);
        Assert.Equal(client.Nickname, site.ClientsOf(user).Single().Nickname);
    }

    [Fact, Rule("TS3-003")]
    public async Task Another_name_of_the_character_changes_nothing_until_the_key_is_renewed()
    {
        var user = await site.JoinedAsync();
        var before = (await site.AccountAsync(user))!.DisplayName;
        var mark = site.Mark();

        await site.SetAsync([user], "main_name = 'Quite Another'");
        await site.PublishAsync(new MainAffiliationChanged(Guid.CreateVersion7(), site.Now, [user]));
        await site.KeepAsync(Service);
        Assert.Equal(before, (await site.AccountAsync(user))!.DisplayName);
        Assert.Equal(mark, site.Mark());

        await site.NewKeyAsync(user);
        Assert.Contains("Quite_Another", (await site.AccountAsync(user))!.DisplayName, StringComparison.Ordinal);
    }

    [Fact, Rule("TS3-004")]
    public async Task Two_pilots_of_the_same_name_are_two()
    {
        var users = new[] { await site.MemberAsync(), await site.MemberAsync() };
        await site.SetAsync(users, "main_name = 'Twin Of Somebody'");
        await site.ActivateAsync(Service, users);
        await site.KeepAsync(Service);

        site.Redeem(users[0]);
        await site.VerifyAsync(users[1]);

        Assert.Equal(AccountStage.WaitsForPilot, (await site.AccountAsync(users[1]))!.Stage);
        Assert.Single(site.ClientsOf(users[0]));
        Assert.Empty(site.ClientsOf(users[1]));
    }

    [Fact]
    public async Task An_account_that_was_brought_along_keeps_its_old_uid()
    {
        var (group, server) = (await site.GroupAsync(), await site.ServerGroupAsync());
        await site.MapAsync(group, server);
        var user = await site.MemberAsync(null, group);
        var client = await OldClientAsync($"[OLD]Pilot_{user}");
        await site.ActivateAsync(Service, [user]);
        await site.RunAsync($"UPDATE services.accounts SET remote_id = '[OLD]Pilot_{user}' WHERE service = '{Service}' AND user_id = {user}");

        await site.KeepAsync(Service);

        Assert.Contains(server.Name, site.TeamSpeak.GroupsOf(client));
        Assert.Equal(AccountStage.Active, (await site.AccountAsync(user))!.Stage);
        Assert.Null(site.KeyOf(user));
    }

    [Theory]
    [InlineData(1538)]
    [InlineData(2568)]
    [Rule("TS3-019"), Rule("TS3-072")]
    public async Task Without_a_key_there_is_no_account_and_the_reason_is_shown(int code)
    {
        var user = await site.MemberAsync();
        site.Eve.Control.FailTeamSpeak("privilegekeyadd", code);

        await site.ActivateAsync(Service, [user]);
        await site.KeepAsync(Service);

        var account = await site.AccountAsync(user);
        Assert.Null(account!.Groups);
        Assert.Null(account.Data);
        Assert.NotNull(account.Trouble ?? (await site.ServiceStateAsync(Service)).Trouble);
    }

    [Fact, Rule("TS3-020")]
    public async Task Without_a_connection_the_account_waits_and_is_made_later()
    {
        var user = await site.MemberAsync();
        site.Eve.Control.ListenTeamSpeak(false);
        site.Eve.Control.RestartTeamSpeak();
        await site.ActivateAsync(Service, [user]);
        await site.KeepAsync(Service);
        Assert.NotNull((await site.ServiceStateAsync(Service)).Trouble);

        site.Eve.Control.ListenTeamSpeak(true);
        site.Advance(TimeSpan.FromHours(1));
        await site.KeepAsync(Service);

        Assert.NotNull(site.KeyOf(user));
        Assert.Null((await site.ServiceStateAsync(Service)).Trouble);
    }

    [Fact, Rule("TS3-021")]
    public async Task At_activation_no_groups_are_given()
    {
        var (group, server) = (await site.GroupAsync(), await site.ServerGroupAsync());
        await site.MapAsync(group, server);
        var mark = site.Mark();

        await site.WaitingAsync(null, group);

        Assert.Empty(site.CommandsSince(mark, "servergroupaddclient"));
    }

    [Fact, Rule("TS3-028")]
    public async Task Redeeming_the_key_gives_the_states_group_and_the_uid_and_the_key_is_gone()
    {
        var state = await site.StateAsync();
        var user = await site.WaitingAsync(state);

        site.Redeem(user);

        Assert.Equal([(await site.StateNameAsync(state))!], site.GroupsOf(user));
        Assert.Null(site.KeyOf(user));
    }

    [Fact]
    public async Task A_try_whose_answer_was_lost_leaves_no_second_key()
    {
        var user = await site.MemberAsync();
        site.Eve.Control.AddFault(new Fault(SimulatedService.Teamspeak, FaultKind.Cut, Route: "privilegekeyadd", Count: 1));
        await site.ActivateAsync(Service, [user]);
        await site.KeepAsync(Service);

        site.Advance(TimeSpan.FromHours(1));
        await site.KeepAsync(Service);

        Assert.Equal(site.KeyOf(user)!.Token, await site.RememberedKeyAsync(user));
    }

    [Fact]
    public async Task A_key_that_an_admin_deleted_is_made_anew_when_the_pilot_asks()
    {
        var user = await site.WaitingAsync();
        var old = await site.RememberedKeyAsync(user);
        await WithServerAsync(s => s.WithdrawKeyAsync(old!));

        await site.VerifyAsync(user);

        Assert.NotEqual(old, await site.RememberedKeyAsync(user));
        Assert.Equal(site.KeyOf(user)!.Token, await site.RememberedKeyAsync(user));
    }

    [Fact, Rule("TS3-068")]
    public async Task Deactivating_removes_the_client_and_then_the_account()
    {
        var user = await site.JoinedAsync();

        await site.DeactivateAsync(Service, user);
        await site.KeepAsync(Service);

        Assert.Empty(site.ClientsOf(user));
        Assert.Null(await site.AccountAsync(user));
    }

    [Fact, Rule("TS3-033")]
    public async Task A_client_that_is_connected_is_thrown_out_with_the_reason_and_then_forgotten()
    {
        var user = await site.JoinedAsync();
        var client = site.ClientsOf(user).Single();
        var online = site.TeamSpeak.Online.Single(o => o.DatabaseId == client.DatabaseId);
        var mark = site.Mark();

        await site.DeactivateAsync(Service, user);
        await site.KeepAsync(Service);

        Assert.Equal([$@"clientkick clid={online.Id} reasonid=5 reasonmsg=Auth\sservice\sdeleted"], site.CommandsSince(mark, "clientkick"));
        Assert.Equal([$"clientdbdelete cldbid={client.DatabaseId}"], site.CommandsSince(mark, "clientdbdelete"));
    }

    [Fact, Rule("TS3-034")]
    public async Task Nobody_to_delete_is_fine_and_noted_in_the_log()
    {
        var user = await site.WaitingAsync();

        await site.DeactivateAsync(Service, user);
        await site.KeepAsync(Service);

        Assert.Null(await site.AccountAsync(user));
        Assert.Contains("its key was never redeemed", site.ReadLog(), StringComparison.Ordinal);
    }

    [Fact, Rule("TS3-035"), Rule("TS3-032")]
    public async Task A_client_that_cannot_be_deleted_keeps_the_account()
    {
        var user = await site.JoinedAsync();
        site.Eve.Control.FailTeamSpeak("clientdbdelete", 1538);

        await site.DeactivateAsync(Service, user);
        await site.KeepAsync(Service);

        Assert.NotNull((await site.AccountAsync(user))!.Trouble);
        site.Advance(TimeSpan.FromMinutes(11));
        await site.KeepAsync(Service);
        Assert.Null(await site.AccountAsync(user));
    }

    [Fact, Rule("TS3-036")]
    public async Task A_key_that_was_not_redeemed_opens_nothing_after_deactivation()
    {
        var user = await site.WaitingAsync();

        await site.DeactivateAsync(Service, user);
        await site.KeepAsync(Service);

        Assert.Null(site.KeyOf(user));
    }

    [Fact, Rule("TS3-055"), Rule("TS3-064")]
    public async Task A_lost_permission_ends_the_account_and_the_pilot_is_told_while_others_stay()
    {
        var (loses, stays) = (await site.JoinedAsync(), await site.JoinedAsync());

        await site.RevokeAsync(TeamSpeakSite.Permission, loses);
        await site.PublishAsync(new PermissionsChanged(Guid.CreateVersion7(), site.Now, loses, State: null, Group: null));
        await site.KeepAsync(Service);

        Assert.Empty(site.ClientsOf(loses));
        Assert.Null(await site.AccountAsync(loses));
        Assert.EndsWith("services.notice.disabled.title", Assert.Single(await site.ToldAsync(loses)), StringComparison.Ordinal);
        Assert.NotEmpty(site.ClientsOf(stays));
    }

    [Fact]
    public async Task A_client_that_somebody_deleted_ends_the_account()
    {
        var (group, server) = (await site.GroupAsync(), await site.ServerGroupAsync());
        await site.MapAsync(group, server);
        var user = await site.JoinedAsync();
        site.Eve.Control.DeleteTeamSpeakClient(site.ClientsOf(user).Single().DatabaseId);

        await site.SendAsync(new AddToGroups([new(user, group)], Actor: null, "test"));
        await site.KeepAsync(Service);

        Assert.Null(await site.AccountAsync(user));
        Assert.Single(await site.ToldAsync(user));
    }

    [Fact]
    public async Task When_the_server_complains_of_flooding_all_rest_as_long_as_it_says()
    {
        var user = await site.MemberAsync();
        site.Eve.Control.AddFault(new Fault(SimulatedService.Teamspeak, FaultKind.ErrorLimited, Route: "customsearch", Count: 1, Seconds: 300));
        await site.ActivateAsync(Service, [user]);

        await site.KeepAsync(Service);

        var state = await site.ServiceStateAsync(Service);
        Assert.Null(state.DownSince);
        Assert.InRange(state.RestsUntil!.Value - site.Now, TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(700));
        Assert.Equal(0, (await site.AccountAsync(user))!.Attempts);
    }

    [Fact, Rule("TS3-061")]
    public async Task The_permission_decides_who_may_have_an_account()
    {
        var member = await site.SendAsync(new AccessOf([await site.MemberAsync()]));
        var stranger = await site.SendAsync(new AccessOf([(await site.UsersAsync(1))[0]]));
        var description = await site.AskAsync(s => Task.FromResult(s.GetRequiredService<ConnectorBook>().Find(Service)!.Description));

        Assert.True(AccountPlanner.MayHave(member[0], description));
        Assert.False(AccountPlanner.MayHave(stranger[0], description));
        Assert.Equal("[{corp_ticker}]{character_name}", description.DefaultNameFormat);
    }

    [Fact, Rule("TS3-065")]
    public async Task A_card_leads_to_what_the_account_allows()
    {
        var waiting = await CardAsync((await site.AccountAsync(await site.WaitingAsync()))!);
        var joined = await CardAsync((await site.AccountAsync(await site.JoinedAsync()))!);
        var none = await CardAsync(null);

        Assert.Equal(["services.teamspeak3.card.join", "services.teamspeak3.card.verify", "services.teamspeak3.card.newkey"], waiting.Links.Select(l => l.Label));
        Assert.Equal("services.teamspeak3.card.key", Assert.Single(waiting.Values).Label);
        Assert.Equal(["services.teamspeak3.card.connect", "services.teamspeak3.card.newkey"], joined.Links.Select(l => l.Label));
        Assert.StartsWith("ts3server://ts.example.test?nickname=", joined.Links[0].Address, StringComparison.Ordinal);
        Assert.Empty(joined.Values);
        Assert.Empty(none.Links);
    }

    private Task<ServiceCardDetails> CardAsync(Account? account) =>
        site.AskAsync(s => Task.FromResult(s.GetRequiredService<ConnectorBook>().Find(Service)!.CardOf(account?.ToContract())));

    private async Task<int> OldClientAsync(string uid)
    {
        var token = "";
        await WithServerAsync(async server => token = await server.AddKeyAsync(7, uid, uid));
        return site.Eve.Control.UseTeamSpeakKey(token, uid).DatabaseId;
    }

    private Task WithServerAsync(Func<AllianceAuth.Services.Connectors.TeamSpeak3.Query.QueryServer, Task> work) => site.DoAsync(
        s => s.GetRequiredService<AllianceAuth.Services.Connectors.TeamSpeak3.Query.QueryDesk>().UseAsync(
            async server =>
            {
                await work(server);
                return true;
            },
            CancellationToken.None));
}
