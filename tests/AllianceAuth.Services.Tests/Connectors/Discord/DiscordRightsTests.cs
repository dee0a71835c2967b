using AllianceAuth.Services.Domain;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Discord;

/// <summary>What the bot may not do, and what is done all the same.</summary>
public sealed class DiscordRightsTests(DiscordSite site) : DiscordTests(site)
{
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

    [Fact]
    public async Task A_right_that_a_change_does_not_need_keeps_nobody_from_losing_a_role()
    {
        Site.Hands.SetBotPermissions(LeastPermissions & ~ManageNicknames & ~KickMembers);
        var (group, _) = await GroupAsync();
        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person, group);

        await Site.LeaveAsync(user, group);

        Assert.Equal([Guest], Site.RolesOf(person));
        Assert.Null((await Site.AccountAsync(user))!.Trouble);
        Assert.Null((await Site.ServiceStateAsync(DiscordSite.Service)).Trouble);
    }

    [Fact]
    public async Task Without_the_right_to_rename_roles_are_changed_and_only_the_name_waits()
    {
        Site.Switches.SyncNames = true;
        Site.Hands.SetBotPermissions(LeastPermissions & ~ManageNicknames);
        var (group, name) = await GroupAsync();
        var person = Site.Stranger();

        var user = await Site.LinkedAsync(person, group);

        var account = await Site.AccountAsync(user);
        Assert.Equal([Guest, name], Site.RolesOf(person));
        Assert.Equal("services.discord.trouble.permissions", account!.Trouble);
        Assert.Equal(["Manage Nicknames"], account.TroubleArguments);
        Assert.Null((await Site.ServiceStateAsync(DiscordSite.Service)).Trouble);
    }
}
