using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Services;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.TeamSpeak3;

/// <summary>Accounts and keys, through the engine.</summary>
public sealed class TeamSpeakAccountTests(TeamSpeakSite site) : TeamSpeakTests(site)
{
    [Fact, Rule("TS3-018")]
    public async Task Activating_makes_the_states_group_protected_and_a_key_for_it()
    {
        var state = await Site.StateAsync();
        var name = await Site.StateNameAsync(state);
        var user = await Site.WaitingAsync(state);

        var group = Assert.Single(Site.TeamSpeak.Groups, g => g.Name == name);
        Assert.Equal([75, 100, 100], new[] { "i_group_needed_modify_power", "i_group_needed_member_add_power", "i_group_needed_member_remove_power" }.Select(p => group.Permissions[p].Value));
        Assert.Equal(group.Id, Site.KeyOf(user)!.GroupId);
    }

    [Fact]
    public async Task The_states_group_is_made_once_for_all()
    {
        var state = await Site.StateAsync();

        var (one, other) = (await Site.WaitingAsync(state), await Site.WaitingAsync(state));

        Assert.Equal(Site.KeyOf(one)!.GroupId, Site.KeyOf(other)!.GroupId);
    }

    [Fact, Rule("TS3-066")]
    public async Task The_account_remembers_its_uid_and_its_key_sealed()
    {
        var user = await Site.WaitingAsync();

        var account = await Site.AccountAsync(user);

        Assert.Equal($"auth-{user}", account!.RemoteId);
        Assert.Equal(Site.KeyOf(user)!.Token, await Site.RememberedKeyAsync(user));
        Assert.DoesNotContain(Site.KeyOf(user)!.Token, account.Data, StringComparison.Ordinal);
        Assert.Equal(AccountStage.WaitsForPilot, account.Stage);
    }

    [Fact, Rule("TS3-002")]
    public async Task The_nickname_stands_on_the_key_and_the_pilot_may_take_another()
    {
        var user = await Site.WaitingAsync();
        var nickname = (await Site.AccountAsync(user))!.DisplayName;
        Assert.StartsWith(nickname, Site.KeyOf(user)!.Description, StringComparison.Ordinal);

        var client = Site.Redeem(user);
        await Site.VerifyAsync(user);

        Assert.NotEqual(nickname, client.Nickname);
        Assert.Equal(AccountStage.Active, (await Site.AccountAsync(user))!.Stage);
        Assert.Equal(client.Nickname, Site.ClientsOf(user).Single().Nickname);
    }

    [Fact, Rule("TS3-003")]
    public async Task Another_name_of_the_character_changes_nothing_until_the_key_is_renewed()
    {
        var user = await Site.JoinedAsync();
        var before = (await Site.AccountAsync(user))!.DisplayName;
        var mark = Site.Mark();

        await Site.SetAsync([user], "main_name = 'Quite Another'");
        await Site.PublishAsync(new MainAffiliationChanged(Guid.CreateVersion7(), Site.Now, [user]));
        await Site.KeepAsync(Service);
        Assert.Equal(before, (await Site.AccountAsync(user))!.DisplayName);
        Assert.Equal(mark, Site.Mark());

        await Site.NewKeyAsync(user);
        Assert.Contains("Quite_Another", (await Site.AccountAsync(user))!.DisplayName, StringComparison.Ordinal);
    }

    [Fact, Rule("TS3-004")]
    public async Task Two_pilots_of_the_same_name_are_two()
    {
        var users = new[] { await Site.MemberAsync(), await Site.MemberAsync() };
        await Site.SetAsync(users, "main_name = 'Twin Of Somebody'");
        await Site.ActivateAsync(Service, users);
        await Site.KeepAsync(Service);

        Site.Redeem(users[0]);
        await Site.VerifyAsync(users[1]);

        Assert.Equal(AccountStage.WaitsForPilot, (await Site.AccountAsync(users[1]))!.Stage);
        Assert.Single(Site.ClientsOf(users[0]));
        Assert.Empty(Site.ClientsOf(users[1]));
    }

    [Fact]
    public async Task An_account_that_was_brought_along_keeps_its_old_uid()
    {
        var (group, server) = (await Site.GroupAsync(), await Site.ServerGroupAsync());
        await Site.MapAsync(group, server);
        var user = await Site.MemberAsync(null, group);
        var client = await OldClientAsync($"[OLD]Pilot_{user}");
        await Site.ActivateAsync(Service, [user]);
        await Site.RunAsync($"UPDATE services.accounts SET remote_id = '[OLD]Pilot_{user}' WHERE service = '{Service}' AND user_id = {user}");

        await Site.KeepAsync(Service);

        Assert.Contains(server.Name, Site.TeamSpeak.GroupsOf(client));
        Assert.Equal(AccountStage.Active, (await Site.AccountAsync(user))!.Stage);
        Assert.Null(Site.KeyOf(user));
    }

    [Theory]
    [InlineData(1538)]
    [InlineData(2568)]
    [Rule("TS3-019"), Rule("TS3-072")]
    public async Task Without_a_key_there_is_no_account_and_the_reason_is_shown(int code)
    {
        var user = await Site.MemberAsync();
        Site.Eve.Control.FailTeamSpeak("privilegekeyadd", code);

        await Site.ActivateAsync(Service, [user]);
        await Site.KeepAsync(Service);

        var account = await Site.AccountAsync(user);
        Assert.Null(account!.Groups);
        Assert.Null(account.Data);
        Assert.NotNull(account.Trouble ?? (await Site.ServiceStateAsync(Service)).Trouble);
    }

    [Fact, Rule("TS3-020")]
    public async Task Without_a_connection_the_account_waits_and_is_made_later()
    {
        var user = await Site.MemberAsync();
        Site.Eve.Control.ListenTeamSpeak(false);
        Site.Eve.Control.RestartTeamSpeak();
        await Site.ActivateAsync(Service, [user]);
        await Site.KeepAsync(Service);
        Assert.NotNull((await Site.ServiceStateAsync(Service)).Trouble);

        Site.Eve.Control.ListenTeamSpeak(true);
        Site.Advance(TimeSpan.FromHours(1));
        await Site.KeepAsync(Service);

        Assert.NotNull(Site.KeyOf(user));
        Assert.Null((await Site.ServiceStateAsync(Service)).Trouble);
    }

    [Fact, Rule("TS3-021")]
    public async Task At_activation_no_groups_are_given()
    {
        var (group, server) = (await Site.GroupAsync(), await Site.ServerGroupAsync());
        await Site.MapAsync(group, server);
        var mark = Site.Mark();

        await Site.WaitingAsync(null, group);

        Assert.Empty(Site.CommandsSince(mark, "servergroupaddclient"));
    }

    [Fact, Rule("TS3-028")]
    public async Task Redeeming_the_key_gives_the_states_group_and_the_uid_and_the_key_is_gone()
    {
        var state = await Site.StateAsync();
        var user = await Site.WaitingAsync(state);

        Site.Redeem(user);

        Assert.Equal([(await Site.StateNameAsync(state))!], Site.GroupsOf(user));
        Assert.Null(Site.KeyOf(user));
    }

    [Fact]
    public async Task A_try_whose_answer_was_lost_leaves_no_second_key()
    {
        var user = await Site.MemberAsync();
        Site.Eve.Control.AddFault(new Fault(SimulatedService.Teamspeak, FaultKind.Cut, Route: "privilegekeyadd", Count: 1));
        await Site.ActivateAsync(Service, [user]);
        await Site.KeepAsync(Service);

        Site.Advance(TimeSpan.FromHours(1));
        await Site.KeepAsync(Service);

        Assert.Equal(Site.KeyOf(user)!.Token, await Site.RememberedKeyAsync(user));
    }

    [Fact]
    public async Task A_key_that_an_admin_deleted_is_made_anew_when_the_pilot_asks()
    {
        var user = await Site.WaitingAsync();
        var old = await Site.RememberedKeyAsync(user);
        await WithServerAsync(s => s.WithdrawKeyAsync(old!));

        await Site.VerifyAsync(user);

        Assert.NotEqual(old, await Site.RememberedKeyAsync(user));
        Assert.Equal(Site.KeyOf(user)!.Token, await Site.RememberedKeyAsync(user));
    }

    [Fact]
    public async Task When_the_server_complains_of_flooding_all_rest_as_long_as_it_says()
    {
        var user = await Site.MemberAsync();
        Site.Eve.Control.AddFault(new Fault(SimulatedService.Teamspeak, FaultKind.ErrorLimited, Route: "customsearch", Count: 1, Seconds: 300));
        await Site.ActivateAsync(Service, [user]);

        await Site.KeepAsync(Service);

        var state = await Site.ServiceStateAsync(Service);
        Assert.Null(state.DownSince);
        Assert.InRange(state.RestsUntil!.Value - Site.Now, TimeSpan.FromSeconds(200), TimeSpan.FromSeconds(700));
        Assert.Equal(0, (await Site.AccountAsync(user))!.Attempts);
    }

    [Fact, Rule("TS3-061")]
    public async Task The_permission_decides_who_may_have_an_account()
    {
        var member = await Site.SendAsync(new AccessOf([await Site.MemberAsync()]));
        var stranger = await Site.SendAsync(new AccessOf([(await Site.UsersAsync(1))[0]]));
        var description = await Site.AskAsync(s => Task.FromResult(s.GetRequiredService<ConnectorBook>().Find(Service)!.Description));

        Assert.True(AccountPlanner.MayHave(member[0], description));
        Assert.False(AccountPlanner.MayHave(stranger[0], description));
        Assert.Equal("[{corp_ticker}]{character_name}", description.DefaultNameFormat);
    }

    [Fact, Rule("TS3-065")]
    public async Task A_card_leads_to_what_the_account_allows()
    {
        var waiting = await CardAsync((await Site.AccountAsync(await Site.WaitingAsync()))!);
        var joined = await CardAsync((await Site.AccountAsync(await Site.JoinedAsync()))!);
        var none = await CardAsync(null);

        Assert.Equal(["services.teamspeak3.card.join", "services.teamspeak3.card.verify", "services.teamspeak3.card.newkey"], waiting.Links.Select(l => l.Label));
        Assert.Equal("services.teamspeak3.card.key", Assert.Single(waiting.Values).Label);
        Assert.Equal(["services.teamspeak3.card.connect", "services.teamspeak3.card.newkey"], joined.Links.Select(l => l.Label));
        Assert.StartsWith("ts3server://ts.example.test?nickname=", joined.Links[0].Address, StringComparison.Ordinal);
        Assert.Empty(joined.Values);
        Assert.Empty(none.Links);
    }

    [Fact]
    public async Task A_states_group_that_could_not_be_protected_is_taken_up_again_and_nobody_is_in_it_before()
    {
        var state = await Site.StateAsync();
        var name = await Site.StateNameAsync(state);
        Site.Eve.Control.FailTeamSpeak("servergroupaddperm", 1538);
        var user = await Site.WaitingAsync(state);
        Assert.Null(Site.KeyOf(user));
        Assert.DoesNotContain(Site.TeamSpeak.Groups, g => g.Name == name);
        var groups = Site.TeamSpeak.Groups.Count;

        Site.Advance(TimeSpan.FromMinutes(11));
        await Site.KeepAsync(Service);

        Assert.Equal(75, Site.TeamSpeak.Groups.Single(g => g.Name == name).Permissions["i_group_needed_modify_power"].Value);
        Assert.Equal(groups, Site.TeamSpeak.Groups.Count);
        Assert.NotNull(Site.KeyOf(user));
    }

    private Task<ServiceCardDetails> CardAsync(Account? account) =>
        Site.AskAsync(s => Task.FromResult(s.GetRequiredService<ConnectorBook>().Find(Service)!.CardOf(account?.ToContract())));

    private async Task<int> OldClientAsync(string uid)
    {
        var token = "";
        await WithServerAsync(async server => token = await server.AddKeyAsync(7, uid, uid));
        return Site.Eve.Control.UseTeamSpeakKey(token, uid).DatabaseId;
    }

    private Task WithServerAsync(Func<AllianceAuth.Services.Connectors.TeamSpeak3.Query.QueryServer, Task> work) => Site.DoAsync(
        s => s.GetRequiredService<AllianceAuth.Services.Connectors.TeamSpeak3.Query.QueryDesk>().UseAsync(
            async server =>
            {
                await work(server);
                return true;
            },
            CancellationToken.None));
}
