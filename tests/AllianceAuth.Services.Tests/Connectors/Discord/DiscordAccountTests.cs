using System.Text.Json;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Connectors.Discord;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Discord;

/// <summary>Accounts from the first click to the last, through the engine.</summary>
public sealed class DiscordAccountTests(DiscordSite site) : DiscordTests(site)
{
    private const string Guest = "Guest";

    [Fact, Rule("DISC-007"), Rule("DISC-008")]
    public async Task Who_is_not_on_the_server_comes_in_with_roles()
    {
        var (group, name) = await GroupAsync();
        var person = Site.Stranger();

        await Site.LinkedAsync(person, group);

        Assert.Equal([Guest, name], Site.RolesOf(person));
        Assert.Empty(Site.Discord.CallsTo("PATCH /guilds"));
        Assert.DoesNotContain("nick", BodyOf("PUT /guilds"));
    }

    [Fact, Rule("DISC-036")]
    public async Task Roles_are_those_of_state_and_groups()
    {
        var (one, oneName) = await GroupAsync();
        var (other, otherName) = await GroupAsync();
        var person = Site.Stranger();

        await Site.LinkedAsync(person, one, other);

        Assert.Equal(new[] { Guest, oneName, otherName }.Order(StringComparer.Ordinal), Site.RolesOf(person));
    }

    [Fact, Rule("DISC-037")]
    public async Task Names_that_are_the_same_once_they_are_cut_are_one_role()
    {
        var beginning = $"{Site.Next()}".PadRight(100, 'x');
        var (one, other) = (await Site.GroupAsync(beginning + "1"), await Site.GroupAsync(beginning + "2"));
        var person = Site.Stranger();

        await Site.LinkedAsync(person, one, other);

        Assert.Equal(2, Site.RolesOf(person).Count);
        Assert.Contains(beginning, Site.RolesOf(person));
    }

    [Fact, Rule("DISC-038")]
    public async Task A_role_that_is_there_is_taken_and_another_is_made()
    {
        var (known, knownName) = await GroupAsync();
        var (missing, missingName) = await GroupAsync();
        var role = Site.Hands.CreateRole(knownName);
        var person = Site.Stranger();

        await Site.LinkedAsync(person, known, missing);

        Assert.Contains(role.Id, Site.Discord.Member(person.Id)!.Roles);
        Assert.Single(Site.Discord.Roles, r => r.Name == knownName);
        Assert.Contains(missingName, Site.RolesOf(person));
    }

    [Fact]
    public async Task A_group_that_is_called_like_a_bot_does_not_get_the_bots_role()
    {
        var group = await Site.GroupAsync("Jukebox");
        var person = Site.Stranger();

        await Site.LinkedAsync(person, group);

        Assert.Contains(Site.Discord.Guild.RolesOf(person.Id), r => r is { Name: "Jukebox", IsManaged: false });
    }

    [Fact, Rule("DISC-009"), Rule("DISC-066")]
    public async Task Who_is_on_the_server_already_is_changed_instead()
    {
        var person = Site.Stranger();
        Site.Hands.Join(person.Id);

        var user = await Site.LinkedAsync(person);

        Assert.Empty(Site.Discord.CallsTo("PUT /guilds"));
        Assert.Single(Site.Discord.CallsTo("PATCH /guilds"));
        Assert.Equal([Guest], Site.RolesOf(person));
        Assert.Equal(AccountStage.Active, (await Site.AccountAsync(user))!.Stage);
    }

    [Fact, Rule("DISC-012"), Rule("DISC-077")]
    public async Task A_member_who_links_keeps_managed_and_reserved_roles()
    {
        var person = Site.Discord.User("yuna.tanabe.holt");
        await ReserveAsync("veteran");

        await Site.LinkedAsync(person);

        Assert.Equal([Guest, "Server Booster", "Veteran"], Site.RolesOf(person));
    }

    [Fact, Rule("DISC-013"), Rule("DISC-044"), Rule("DISC-070")]
    public async Task Nothing_is_sent_for_a_member_who_has_it_all()
    {
        var person = Site.Stranger();
        Site.Hands.Join(person.Id);
        Site.Hands.GiveRole(person.Id, Site.Hands.CreateRole(Guest).Id);

        var user = await Site.LinkedAsync(person);

        Assert.Empty(Site.Discord.CallsTo("PATCH /guilds"));
        Assert.Equal(AccountStage.Active, (await Site.AccountAsync(user))!.Stage);
    }

    [Fact, Rule("DISC-039")]
    public async Task A_role_we_have_not_heard_of_has_the_list_read_again()
    {
        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person);
        Site.Hands.GiveRole(person.Id, Site.Hands.CreateRole("Made by hand").Id);
        var (group, name) = await GroupAsync();
        Site.Hands.CreateRole(name);
        Site.Discord.ForgetCalls();

        await Site.JoinAsync(user, group);

        Assert.NotEmpty(Site.Discord.CallsTo("GET /guilds/1045770012845572096/roles"));
        Assert.Equal([Guest, name], Site.RolesOf(person));
    }

    [Fact, Rule("DISC-060"), Rule("DISC-075")]
    public async Task A_group_that_is_joined_is_a_role_more()
    {
        var person = Site.Discord.User("yuna.tanabe.holt");
        await ReserveAsync("veteran");
        var user = await Site.LinkedAsync(person);
        var (group, name) = await GroupAsync();

        await Site.JoinAsync(user, group);

        Assert.Equal(new[] { Guest, "Server Booster", "Veteran", name }.Order(StringComparer.Ordinal), Site.RolesOf(person));
    }

    [Fact, Rule("DISC-060"), Rule("DISC-074")]
    public async Task Another_state_is_another_role()
    {
        var person = Site.Discord.User("yuna.tanabe.holt");
        await ReserveAsync("veteran");
        var user = await Site.LinkedAsync(person);
        var state = await Site.StateAsync(DiscordPermissions.Access);
        var name = await Site.ReadAsync<string>($"SELECT name FROM authentication.states WHERE id = {state}");

        await Site.SetAsync([user], $"state = {state}");
        await Site.PublishAsync(new UserStateChanged(Guid.CreateVersion7(), Site.Now, [user]));
        await Site.KeepAsync();

        Assert.Equal(new[] { name!, "Server Booster", "Veteran" }.Order(StringComparer.Ordinal), Site.RolesOf(person));
    }

    [Fact, Rule("DISC-014")]
    public async Task Who_deactivates_is_shown_out_and_not_told()
    {
        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person);

        await Site.DeactivateAsync(DiscordSite.Service, user);
        await Site.KeepAsync();

        Assert.Null(Site.Discord.Member(person.Id));
        Assert.Null(await Site.AccountAsync(user));
        Assert.Equal(0, await LinksAsync(user));
        Assert.Empty(await Site.ToldAsync(user));
    }

    [Fact, Rule("DISC-054")]
    public async Task Who_left_before_is_removed_all_the_same()
    {
        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person);
        Site.Hands.Leave(person.Id);

        await Site.DeactivateAsync(DiscordSite.Service, user);
        await Site.KeepAsync();

        Assert.Null(await Site.AccountAsync(user));
        Assert.Equal(0, await LinksAsync(user));
    }

    [Fact, Rule("DISC-015"), Rule("DISC-055")]
    public async Task While_Discord_fails_the_account_stays()
    {
        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person);
        Site.Eve.Control.AddFault(new Fault(SimulatedService.Discord, FaultKind.Unavailable, Route: "/members"));

        await Site.DeactivateAsync(DiscordSite.Service, user);
        await Site.KeepAsync();

        Assert.Equal(AccountStage.Leaving, (await Site.AccountAsync(user))!.Stage);
        Assert.Equal(1, await LinksAsync(user));
    }

    [Fact, Rule("DISC-059"), Rule("DISC-073")]
    public async Task Who_loses_the_permission_is_shown_out_and_told()
    {
        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person);

        await LosePermissionAsync(user);

        Assert.Single(Site.Discord.CallsTo("DELETE /guilds"));
        Assert.Null(Site.Discord.Member(person.Id));
        Assert.Null(await Site.AccountAsync(user));
        Assert.Single(await Site.ToldAsync(user));
    }

    [Fact, Rule("DISC-076")]
    public async Task A_state_without_the_permission_ends_it_and_the_way_back_does_not_bring_it()
    {
        var good = await Site.StateAsync(DiscordPermissions.Access);
        var bare = await Site.StateAsync();
        var person = Site.Stranger();
        var user = (await Site.UsersAsync(1, good))[0];
        await Site.ActivateAsync(DiscordSite.Service, [user], await Site.CodeAsync(person));
        await Site.KeepAsync();
        Assert.NotNull(Site.Discord.Member(person.Id));

        await MoveAsync(user, bare);
        Assert.Null(await Site.AccountAsync(user));
        await MoveAsync(user, good);

        Assert.Null(await Site.AccountAsync(user));
        Assert.Null(Site.Discord.Member(person.Id));
    }

    [Fact, Rule("DISC-040"), Rule("DISC-045"), Rule("DISC-051"), Rule("DISC-052")]
    public async Task Who_left_by_hand_loses_the_account_and_is_told_once()
    {
        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person);
        Site.Hands.Leave(person.Id);
        Site.Discord.ForgetCalls();

        await Site.JoinAsync(user, (await GroupAsync()).Group);
        await Site.KeepAsync();

        Assert.Null(await Site.AccountAsync(user));
        Assert.Single(await Site.ToldAsync(user));
        Assert.Empty(Site.Discord.CallsTo("PATCH /guilds"));
        Assert.Single(Site.Discord.CallsTo("DELETE /guilds"));
    }

    [Fact, Rule("DISC-065")]
    public async Task With_names_kept_alike_a_new_member_is_called_like_their_main()
    {
        Site.Switches.SyncNames = true;
        var person = Site.Stranger();

        var user = await Site.LinkedAsync(person);

        Assert.Equal((await Site.AccountAsync(user))!.DisplayName, Site.Discord.Member(person.Id)!.Nick);
    }

    [Fact, Rule("DISC-058")]
    public async Task Otherwise_their_name_is_their_own()
    {
        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person);

        await RenameAsync(user, $"Renamed {Site.Next()}");

        Assert.Null(Site.Discord.Member(person.Id)!.Nick);
        Assert.Empty(Site.Discord.CallsTo("PATCH /guilds"));
    }

    [Fact, Rule("DISC-061"), Rule("DISC-072")]
    public async Task A_main_that_is_renamed_is_a_new_nick()
    {
        Site.Switches.SyncNames = true;
        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person);
        var name = $"Renamed {Site.Next()}";

        await RenameAsync(user, name);

        Assert.Equal(name, Site.Discord.Member(person.Id)!.Nick);
        Assert.Equal(name, BodyOf("PATCH /guilds").GetValueOrDefault("nick").GetString());
        Assert.DoesNotContain("roles", BodyOf("PATCH /guilds"));
    }

    [Fact, Rule("DISC-072")]
    public async Task A_rename_of_somebody_who_left_ends_the_account()
    {
        Site.Switches.SyncNames = true;
        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person);
        Site.Hands.Leave(person.Id);

        await RenameAsync(user, $"Renamed {Site.Next()}");

        Assert.Null(await Site.AccountAsync(user));
        Assert.Equal(0, await LinksAsync(user));
    }

    [Fact, Rule("DISC-072")]
    public async Task With_the_window_spent_no_call_is_made()
    {
        Site.Switches.SyncNames = true;
        var user = await Site.LinkedAsync(Site.Stranger());
        var end = Site.Now.AddSeconds(30);
        await Site.RunAsync($"INSERT INTO services.discord_limits (name, remaining, until) VALUES ('requests', 0, '{end:O}') ON CONFLICT (name) DO UPDATE SET remaining = 0, until = excluded.until");
        Site.Discord.ForgetCalls();

        await Site.SetAsync([user], $"main_name = 'Renamed {Site.Next()}'");
        await Site.PublishAsync(new MainAffiliationChanged(Guid.CreateVersion7(), Site.Now, [user]));
        await Site.KeepAsync(DiscordSite.Service);

        Assert.Empty(Site.Discord.Calls);
        Assert.True((await Site.AccountAsync(user))!.IsDue);
    }

    [Fact, Rule("DISC-011")]
    public async Task A_pilot_who_waits_does_not_wait_for_the_window()
    {
        var end = Site.Now.AddSeconds(30);
        await Site.RunAsync($"INSERT INTO services.discord_limits (name, remaining, until) VALUES ('requests', 0, '{end:O}')");
        var person = Site.Stranger();
        var user = await Site.MemberAsync();
        await Site.ActivateAsync(DiscordSite.Service, [user], await Site.CodeAsync(person));

        await Site.KeepAsync(DiscordSite.Service);

        Assert.NotNull(Site.Discord.Member(person.Id));
        Assert.Equal(AccountStage.Active, (await Site.AccountAsync(user))!.Stage);
    }

    [Fact, Rule("DISC-057")]
    public async Task Without_a_main_there_is_no_account_and_so_no_nick()
    {
        Site.Switches.SyncNames = true;
        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person);

        await Site.SetAsync([user], "main_character_id = NULL, main_name = NULL");
        await Site.PublishAsync(new MainCharacterChanged(Guid.CreateVersion7(), Site.Now, user));
        await Site.KeepAsync();

        Assert.Empty(Site.Discord.CallsTo("PATCH /guilds"));
        Assert.Null(await Site.AccountAsync(user));
    }

    [Fact]
    public async Task Two_pilots_are_not_the_same_Discord_user()
    {
        var person = Site.Stranger();
        await Site.LinkedAsync(person);

        var second = await Site.LinkedAsync(person);

        var account = await Site.AccountAsync(second);
        Assert.Equal("services.discord.trouble.taken", account!.Trouble);
        Assert.Equal([$"@{person.UserName}"], account.TroubleArguments);
    }

    [Fact, Rule("DISC-047"), Rule("DISC-069")]
    public async Task A_pilot_without_an_account_costs_no_call()
    {
        var user = await Site.MemberAsync();

        await Site.JoinAsync(user, (await GroupAsync()).Group);

        Assert.Empty(Site.Discord.Calls);
    }

    private async Task<(GroupId Group, string Name)> GroupAsync()
    {
        var name = $"Wing {Site.Next()}";
        return (await Site.GroupAsync(name), name);
    }

    private Dictionary<string, JsonElement> BodyOf(string call) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Site.Discord.CallsTo(call)[^1].Body)!;

    private Task<long> LinksAsync(UserId user) => Site.ReadAsync<long>($"SELECT count(*) FROM services.discord_users WHERE user_id = {user}");

    private Task ReserveAsync(string name) => Site.RunAsync(
        "INSERT INTO authentication.reserved_group_names (name, reason, created_by, created_at) VALUES (@name, 'test', 'test', now()) ON CONFLICT DO NOTHING", ("name", name));

    private async Task RenameAsync(UserId user, string name)
    {
        await Site.SetAsync([user], $"main_name = '{name}'");
        await Site.PublishAsync(new MainAffiliationChanged(Guid.CreateVersion7(), Site.Now, [user]));
        await Site.KeepAsync();
    }

    private async Task LosePermissionAsync(UserId user)
    {
        await Site.RevokeAsync(DiscordPermissions.Access, user);
        await Site.PublishAsync(new PermissionsChanged(Guid.CreateVersion7(), Site.Now, user, State: null, Group: null));
        await Site.KeepAsync();
    }

    private async Task MoveAsync(UserId user, StateId state)
    {
        await Site.SetAsync([user], $"state = {state}");
        await Site.PublishAsync(new UserStateChanged(Guid.CreateVersion7(), Site.Now, [user]));
        await Site.KeepAsync();
    }
}
