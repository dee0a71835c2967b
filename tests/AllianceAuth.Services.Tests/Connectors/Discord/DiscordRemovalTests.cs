using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Connectors.Discord;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Discord;

/// <summary>Pilots who go, by their own wish or not.</summary>
public sealed class DiscordRemovalTests(DiscordSite site) : DiscordTests(site)
{
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
    public async Task Without_the_right_to_kick_everybody_who_goes_loses_the_roles_and_is_out_once_it_is_given()
    {
        Site.Hands.SetBotPermissions(LeastPermissions & ~KickMembers);
        var people = new[] { Site.Stranger(), Site.Stranger() };
        var users = new[] { await Site.LinkedAsync(people[0]), await Site.LinkedAsync(people[1]) };

        await Site.DeactivateAsync(DiscordSite.Service, users[0]);
        await Site.DeactivateAsync(DiscordSite.Service, users[1]);
        await Site.KeepAsync();

        Assert.All(people, p => Assert.Empty(Site.RolesOf(p)));
        var account = await Site.AccountAsync(users[1]);
        Assert.Equal("services.discord.trouble.permissions", account!.Trouble);
        Assert.Equal(["Kick Members"], account.TroubleArguments);
        Site.Hands.SetBotPermissions(LeastPermissions);
        await AfterAsync(TimeSpan.FromMinutes(2));
        Assert.All(people, p => Assert.Null(Site.Discord.Member(p.Id)));
    }

    [Fact]
    public async Task Who_has_to_go_does_not_wait_for_the_window()
    {
        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person);
        var end = Site.Now.AddSeconds(30);
        await Site.RunAsync($"INSERT INTO services.discord_limits (name, remaining, until) VALUES ('requests', 0, '{end:O}') ON CONFLICT (name) DO UPDATE SET remaining = 0, until = excluded.until");

        await Site.DeactivateAsync(DiscordSite.Service, user);
        await Site.KeepAsync(DiscordSite.Service);

        Assert.Null(Site.Discord.Member(person.Id));
    }

    [Fact]
    public async Task Many_who_go_at_once_go_as_fast_as_Discord_bears_and_no_faster()
    {
        List<UserId> users = [];
        for (var i = 0; i < 8; i++)
        {
            users.Add(await Site.LinkedAsync(Site.Stranger()));
        }

        foreach (var user in users)
        {
            await Site.DeactivateAsync(DiscordSite.Service, user);
        }

        await Site.KeepAsync();

        Assert.Equal(Enumerable.Repeat(204, 8), Site.Discord.CallsTo("DELETE /guilds").Select(c => c.Status));
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
