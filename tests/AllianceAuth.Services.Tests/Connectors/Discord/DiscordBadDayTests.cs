using AllianceAuth.Services.Domain;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Discord;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Discord;

/// <summary>What goes wrong at Discord, and what pilots and admins see of it.</summary>
public sealed class DiscordBadDayTests(DiscordSite site) : DiscordTests(site)
{
    private const long LeastPermissions = 402653187;

    [Fact, Rule("DISC-048")]
    public async Task A_storm_of_429_is_sat_out_and_no_try_is_counted()
    {
        Site.Hands.Storm(new(RateLimitScope.User, Count: 3, Seconds: 20, Route: "/members"));
        Site.Hands.Storm(new(RateLimitScope.Shared, Count: 2, Seconds: 4));
        var person = Site.Stranger();

        var user = await Site.LinkedAsync(person);

        var account = await Site.AccountAsync(user);
        Assert.Equal((AccountStage.Active, 0), (account!.Stage, account.Attempts));
        Assert.NotNull(Site.Discord.Member(person.Id));
    }

    [Fact]
    public async Task A_global_429_keeps_all_calls_waiting()
    {
        var (one, other) = (Site.Stranger(), Site.Stranger());
        Site.Hands.Storm(new(RateLimitScope.Global, Count: 1, Seconds: 40));
        var user = await Site.MemberAsync();
        await Site.ActivateAsync(DiscordSite.Service, [user], await Site.CodeAsync(one));

        await Site.KeepAsync(DiscordSite.Service);
        Site.Discord.ForgetCalls();
        await Site.KeepAsync(DiscordSite.Service);
        Assert.Empty(Site.Discord.Calls);

        await Site.LinkedAsync(other);
        Assert.NotNull(Site.Discord.Member(one.Id));
        Assert.NotNull(Site.Discord.Member(other.Id));
    }

    [Fact, Rule("DISC-011"), Rule("DISC-067")]
    public async Task While_Discord_is_down_nothing_counts_as_done()
    {
        Site.Eve.Control.AddFault(new Fault(SimulatedService.Discord, FaultKind.BadGateway, Route: "/api"));
        var user = await Site.LinkedAsync(Site.Stranger());

        Assert.Equal(AccountStage.SettingUp, (await Site.AccountAsync(user))!.Stage);
        Assert.Equal("services.discord.trouble.unreachable", (await Site.ServiceStateAsync(DiscordSite.Service)).Trouble);
    }

    [Theory, Rule("DISC-049")]
    [InlineData(FaultKind.BadGateway)]
    [InlineData(FaultKind.Cut)]
    [InlineData(FaultKind.Malformed)]
    public async Task Every_way_of_not_answering_is_tried_again(FaultKind kind)
    {
        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person);
        var group = await Site.GroupAsync($"Wing {Site.Next()}");
        Site.Eve.Control.AddFault(new Fault(SimulatedService.Discord, kind, Route: "/members"));
        await Site.JoinAsync(user, group);
        Assert.True((await Site.AccountAsync(user))!.IsDue);

        Site.Eve.Control.LiftFaults(SimulatedService.Discord);
        await AfterAsync(TimeSpan.FromMinutes(2));

        Assert.False((await Site.AccountAsync(user))!.IsDue);
        Assert.Equal(2, Site.RolesOf(person).Count);
    }

    [Fact]
    public async Task An_outage_between_the_code_and_the_server_does_not_cost_the_pilot_the_code()
    {
        var person = Site.Stranger();
        Site.Eve.Control.AddFault(new Fault(SimulatedService.Discord, FaultKind.Unavailable, Route: "/guilds"));
        var user = await Site.LinkedAsync(person);
        Assert.Equal(1, await Site.ReadAsync<long>($"SELECT count(*) FROM services.discord_users WHERE user_id = {user} AND uid = {person.Id} AND token IS NOT NULL"));

        Site.Eve.Control.LiftFaults(SimulatedService.Discord);
        await AfterAsync(TimeSpan.FromHours(2));

        Assert.NotNull(Site.Discord.Member(person.Id));
        Assert.Equal(AccountStage.Active, (await Site.AccountAsync(user))!.Stage);
    }

    [Fact]
    public async Task A_code_that_is_over_is_told_and_not_asked_about_again()
    {
        var user = await Site.MemberAsync();
        var code = await Site.CodeAsync(Site.Stranger());
        Site.Advance(TimeSpan.FromMinutes(11));
        await Site.ActivateAsync(DiscordSite.Service, [user], code);
        await Site.KeepAsync();
        Assert.Equal("services.discord.trouble.code", (await Site.AccountAsync(user))!.Trouble);
        var asked = Site.Eve.Requests.All.Count(r => r.Path.EndsWith("/oauth2/token", StringComparison.Ordinal));

        await AfterAsync(TimeSpan.FromHours(2));

        Assert.Equal(asked, Site.Eve.Requests.All.Count(r => r.Path.EndsWith("/oauth2/token", StringComparison.Ordinal)));
        Assert.Equal("services.discord.trouble.code", (await Site.AccountAsync(user))!.Trouble);
    }

    [Fact]
    public async Task A_pilot_who_links_anew_after_that_gets_in()
    {
        var person = Site.Stranger();
        var user = await Site.MemberAsync();
        await Site.ActivateAsync(DiscordSite.Service, [user], "no code at all");
        await Site.KeepAsync();

        await Site.BringAsync(user, await Site.CodeAsync(person));
        await Site.KeepAsync();

        Assert.Equal((AccountStage.Active, null), ((await Site.AccountAsync(user))!.Stage, (await Site.AccountAsync(user))!.Trouble));
        Assert.NotNull(Site.Discord.Member(person.Id));
    }

    [Theory, Rule("DISC-067")]
    [InlineData(DiscordRestriction.Banned, "services.discord.trouble.banned")]
    [InlineData(DiscordRestriction.FullOfGuilds, "services.discord.trouble.full")]
    [InlineData(DiscordRestriction.Unverified, "services.discord.trouble.unverified")]
    [InlineData(DiscordRestriction.Restricted, "services.discord.trouble.restricted")]
    public async Task Whom_Discord_keeps_out_is_told_why(DiscordRestriction restriction, string reason)
    {
        var person = Site.Stranger();
        Site.Hands.Restrict(person.Id, restriction);

        var user = await Site.LinkedAsync(person);

        var account = await Site.AccountAsync(user);
        Assert.Equal((AccountStage.SettingUp, reason), (account!.Stage, account.Trouble));
        Site.Hands.Restrict(person.Id, DiscordRestriction.None);
        await AfterAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(AccountStage.Active, (await Site.AccountAsync(user))!.Stage);
    }

    [Fact]
    public async Task A_permission_that_was_taken_back_at_Discord_is_told()
    {
        var person = Site.Stranger();
        Site.Eve.Control.AddFault(new Fault(SimulatedService.Discord, FaultKind.Unavailable, Route: "/guilds"));
        var user = await Site.LinkedAsync(person);
        Site.Hands.Withdraw(person.Id);
        Site.Eve.Control.LiftFaults(SimulatedService.Discord);

        await AfterAsync(TimeSpan.FromMinutes(5));

        Assert.Equal("services.discord.trouble.withdrawn", (await Site.AccountAsync(user))!.Trouble);
    }

    [Fact]
    public async Task A_role_that_somebody_deleted_is_made_again()
    {
        var name = $"Wing {Site.Next()}";
        var group = await Site.GroupAsync(name);
        await Site.LinkedAsync(Site.Stranger(), group);
        Site.Hands.DeleteRole(Site.Discord.Role(name)!.Id);
        var person = Site.Stranger();
        Site.Hands.Join(person.Id);

        await Site.LinkedAsync(person, group);

        Assert.Contains(name, Site.RolesOf(person));
    }

    [Fact]
    public async Task What_the_bot_may_not_give_is_told_by_name_and_the_rest_is_given()
    {
        var (high, low) = ($"High {Site.Next()}", $"Low {Site.Next()}");
        var (highGroup, lowGroup) = (await Site.GroupAsync(high), await Site.GroupAsync(low));
        var (highRole, lowRole) = (Site.Hands.CreateRole(high), Site.Hands.CreateRole(low));
        Site.Hands.MoveRole(highRole.Id, 100);
        var person = Site.Stranger();

        var user = await Site.LinkedAsync(person, highGroup, lowGroup);

        var account = await Site.AccountAsync(user);
        Assert.Contains(low, Site.RolesOf(person));
        Assert.Equal("services.discord.trouble.rolestoohigh", account!.Trouble);
        Assert.Equal([high], account.TroubleArguments);
        Assert.NotEqual(highRole.Id, lowRole.Id);
        Site.Hands.MoveBotRole(100);
        await AfterAsync(TimeSpan.FromHours(2));
        Assert.Contains(high, Site.RolesOf(person));
        Assert.Null((await Site.AccountAsync(user))!.Trouble);
    }

    [Fact]
    public async Task A_bot_whose_role_was_moved_to_the_bottom_is_noticed_and_told()
    {
        var person = Site.Stranger();
        var name = $"Wing {Site.Next()}";
        var group = await Site.GroupAsync(name);
        var user = await Site.LinkedAsync(person, group);
        Site.Hands.MoveBotRole(1);

        await Site.LeaveAsync(user, group);

        var account = await Site.AccountAsync(user);
        Assert.Equal("services.discord.trouble.rolestoohigh", account!.Trouble);
        Assert.Contains(name, Site.RolesOf(person));
    }

    [Fact]
    public async Task The_owner_of_the_server_gets_roles_and_keeps_their_name()
    {
        Site.Switches.SyncNames = true;
        var owner = Site.Discord.User("ilan.serrow");
        await ReserveAsync("moderator");

        var user = await Site.LinkedAsync(owner);

        Assert.Contains("Guest", Site.RolesOf(owner));
        Assert.Null(Site.Discord.Member(owner.Id)!.Nick);
        Assert.Equal((AccountStage.Active, null), ((await Site.AccountAsync(user))!.Stage, (await Site.AccountAsync(user))!.Trouble));
    }

    [Fact]
    public async Task The_owner_who_loses_access_loses_the_roles_and_the_admin_reads_why_they_stay()
    {
        var owner = Site.Discord.User("ilan.serrow");
        await ReserveAsync("moderator");
        var user = await Site.LinkedAsync(owner);

        await Site.DeactivateAsync(DiscordSite.Service, user);
        await Site.KeepAsync();

        Assert.Equal(["Moderator"], Site.RolesOf(owner));
        Assert.Equal("services.discord.trouble.owner", (await Site.AccountAsync(user))!.Trouble);
    }

    [Fact]
    public async Task Who_stands_above_the_bot_keeps_the_name_and_it_is_told()
    {
        Site.Switches.SyncNames = true;
        var person = Site.Stranger();
        Site.Hands.Join(person.Id);
        Site.Hands.GiveRole(person.Id, Site.Discord.Role("Moderator")!.Id);
        await ReserveAsync("moderator");
        Site.Hands.MoveRole(Site.Discord.Role("Moderator")!.Id, 100);

        var user = await Site.LinkedAsync(person);

        Assert.Equal("services.discord.trouble.outranked", (await Site.AccountAsync(user))!.Trouble);
        Assert.Contains("Guest", Site.RolesOf(person));
    }

    [Fact]
    public async Task A_bot_without_permissions_stops_the_service_and_names_them()
    {
        Site.Hands.SetBotPermissions(LeastPermissions & ~(1L << 28));
        var person = Site.Stranger();
        Site.Hands.Join(person.Id);

        await Site.LinkedAsync(person);

        var state = await Site.ServiceStateAsync(DiscordSite.Service);
        Assert.Equal("services.discord.trouble.permissions", state.Trouble);
        Assert.Equal(["Manage Roles"], state.TroubleArguments);
    }

    [Fact]
    public async Task The_least_permissions_are_enough()
    {
        Site.Hands.SetBotPermissions(LeastPermissions);
        Site.Switches.SyncNames = true;
        var person = Site.Stranger();

        var user = await Site.LinkedAsync(person);
        Assert.Equal(["Guest"], Site.RolesOf(person));
        await Site.DeactivateAsync(DiscordSite.Service, user);
        await Site.KeepAsync();

        Assert.Null(Site.Discord.Member(person.Id));
    }

    [Fact]
    public async Task A_bot_that_was_thrown_out_stops_the_service_and_takes_nothing_from_anybody()
    {
        var user = await Site.LinkedAsync(Site.Stranger());
        Site.Hands.KickBot();

        await Site.JoinAsync(user, await Site.GroupAsync($"Wing {Site.Next()}"));

        Assert.NotNull(await Site.AccountAsync(user));
        Assert.Equal("services.discord.trouble.guild", (await Site.ServiceStateAsync(DiscordSite.Service)).Trouble);
    }

    [Fact]
    public async Task A_bot_token_that_was_reset_stops_the_service()
    {
        Site.Hands.ResetBotToken();

        await Site.LinkedAsync(Site.Stranger());

        Assert.Equal("services.discord.trouble.token", (await Site.ServiceStateAsync(DiscordSite.Service)).Trouble);
    }

    [Fact, Rule("DISC-050")]
    public async Task A_name_that_Discord_refuses_costs_nobody_their_roles()
    {
        Site.Switches.SyncNames = true;
        var person = Site.Stranger();
        var user = await Site.MemberAsync();
        await Site.SetAsync([user], "main_name = 'everyone'");
        await Site.ActivateAsync(DiscordSite.Service, [user], await Site.CodeAsync(person));

        await Site.KeepAsync();

        var account = await Site.AccountAsync(user);
        Assert.Equal(["Guest"], Site.RolesOf(person));
        Assert.Equal("services.discord.trouble.nick", account!.Trouble);
    }

    [Fact, Rule("DISC-032")]
    public async Task Without_new_roles_everything_else_goes_on_and_they_come_later()
    {
        var name = $"Wing {Site.Next()}";
        var group = await Site.GroupAsync(name);
        Site.Switches.DisableRoleCreation = true;
        Site.Hands.CreateRole("Guest");
        var person = Site.Stranger();

        var user = await Site.LinkedAsync(person, group);
        Assert.Equal(["Guest"], Site.RolesOf(person));
        Assert.Equal([name], (await Site.AccountAsync(user))!.Missing);
        Assert.Empty(Site.Discord.CallsTo("POST /guilds"));

        Site.Switches.DisableRoleCreation = false;
        Site.Advance(TimeSpan.FromSeconds(10));
        await Site.RunJobAsync("services.discord.make_missing_roles");
        await Site.KeepAsync();
        Assert.Equal(["Guest", name], Site.RolesOf(person));
        Assert.Empty((await Site.AccountAsync(user))!.Missing);
    }

    [Fact, Rule("DISC-032")]
    public async Task When_Discord_allows_no_more_roles_only_those_wait()
    {
        Site.Hands.Change(s => s with { RoleCreations = 1 });
        var (one, other) = ($"Wing {Site.Next()}", $"Wing {Site.Next()}");
        var (oneGroup, otherGroup) = (await Site.GroupAsync(one), await Site.GroupAsync(other));
        Site.Hands.CreateRole("Guest");
        var person = Site.Stranger();

        var user = await Site.LinkedAsync(person, oneGroup, otherGroup);
        Assert.Equal(2, Site.RolesOf(person).Count);
        Assert.Single((await Site.AccountAsync(user))!.Missing);
        await Site.LinkedAsync(Site.Stranger(), otherGroup);
        Assert.Equal(2, Site.Discord.CallsTo("POST /guilds").Count);

        Site.Advance(TimeSpan.FromHours(49));
        await Site.RunJobAsync("services.discord.make_missing_roles");
        await Site.KeepAsync();
        Assert.Equal(3, Site.RolesOf(person).Count);
    }

    [Fact]
    public async Task A_server_full_of_roles_gives_what_there_is()
    {
        Site.Hands.CreateRole("Guest");
        while (Site.Discord.Roles.Count < 250)
        {
            Site.Hands.CreateRole($"Filler {Site.Discord.Roles.Count}");
        }

        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person, await Site.GroupAsync($"Wing {Site.Next()}"));

        Assert.Equal(["Guest"], Site.RolesOf(person));
        Assert.Single((await Site.AccountAsync(user))!.Missing);
    }

    /// <summary>After that time, with the engine at work.</summary>
    private async Task AfterAsync(TimeSpan time)
    {
        Site.Advance(time);
        await Site.KeepAsync();
    }

    private Task ReserveAsync(string name) => Site.RunAsync(
        "INSERT INTO authentication.reserved_group_names (name, reason, created_by, created_at) VALUES (@name, 'test', 'test', now()) ON CONFLICT DO NOTHING", ("name", name));
}
