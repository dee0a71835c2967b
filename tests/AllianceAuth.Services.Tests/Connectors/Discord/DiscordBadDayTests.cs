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
}
