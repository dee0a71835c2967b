using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Discord;

/// <summary>Roles that are missing, and how many Discord lets us make.</summary>
public sealed class DiscordRoleLimitTests(DiscordSite site) : DiscordTests(site)
{
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
        Assert.Single(Site.Discord.CallsTo("POST /guilds"));

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

    [Fact, Rule("DISC-032")]
    public async Task A_429_for_a_new_role_makes_only_new_roles_wait()
    {
        Site.Hands.Change(s => s with { RoleCreations = 0 });
        Site.Hands.CreateRole(Guest);
        var person = Site.Stranger();

        var user = await Site.LinkedAsync(person, (await GroupAsync()).Group);

        Assert.Equal([Guest], Site.RolesOf(person));
        Assert.Single((await Site.AccountAsync(user))!.Missing);
        Assert.Single(Site.Discord.CallsTo("POST /guilds"));
    }

    [Fact, Rule("DISC-032")]
    public async Task After_the_last_role_that_Discord_allows_kicks_and_role_changes_go_on()
    {
        Site.Hands.Change(s => s with { RoleCreations = 1 });
        Site.Hands.CreateRole(Guest);
        var (group, name) = await GroupAsync();
        Site.Hands.CreateRole(name);
        var (stays, goes) = (Site.Stranger(), Site.Stranger());
        var (staying, going) = (await Site.LinkedAsync(stays, group), await Site.LinkedAsync(goes, group));
        var begun = Site.Now;

        await Site.LinkedAsync(Site.Stranger(), (await GroupAsync()).Group);
        await Site.LinkedAsync(Site.Stranger(), (await GroupAsync()).Group);
        await Site.LeaveAsync(staying, group);
        await Site.DeactivateAsync(DiscordSite.Service, going);
        await Site.KeepAsync();

        Assert.Equal([Guest], Site.RolesOf(stays));
        Assert.Null(Site.Discord.Member(goes.Id));
        Assert.True(Site.Now - begun < TimeSpan.FromHours(1), "Everybody waited for new roles.");
    }
}
