using System.Web;
using AllianceAuth.Services.Connectors.Discord;
using AllianceAuth.Services.Connectors.Discord.Linking;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Simulator.Universe;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Discord;

/// <summary>The way of a browser to Discord and back.</summary>
public sealed class DiscordLinkTests(DiscordSite site) : DiscordTests(site)
{
    [Fact, Rule("DISC-003")]
    public async Task Activating_leads_to_Discord_with_what_it_asks_for()
    {
        var (visitor, _, _) = await SignedInAsync();
        using var _1 = visitor;

        var query = await BeginAsync(visitor);

        Assert.Equal("code", query["response_type"]);
        Assert.Equal("1045762938451230721", query["client_id"]);
        Assert.Equal("identify guilds.join", query["scope"]);
        Assert.Equal(DiscordSite.Callback(Site), query["redirect_uri"]);
        Assert.NotEqual(query["state"], (await BeginAsync(visitor))["state"]);
    }

    [Fact, Rule("DISC-003")]
    public async Task A_way_back_that_began_elsewhere_links_nobody()
    {
        var (visitor, user, pilot) = await SignedInAsync();
        using var _1 = visitor;
        var (other, _, _) = await SignedInAsync();
        using var _2 = other;
        var stolen = (await BeginAsync(other))["state"];
        var code = await Site.CodeAsync(Site.Discord.UserOf(pilot));

        var answer = await ReturnAsync(visitor, code, stolen);

        Assert.Equal(LinkPaths.Services, answer.Location);
        Assert.Null(await Site.AccountAsync(user));
        Assert.Contains(Site.Say("services.discord.link.state"), (await visitor.OpenAsync("/")).AllText, StringComparison.Ordinal);
    }

    [Fact, Rule("DISC-003")]
    public async Task A_way_back_after_half_an_hour_begins_anew()
    {
        var (visitor, user, pilot) = await SignedInAsync();
        using var _1 = visitor;
        var state = (await BeginAsync(visitor))["state"];

        Site.Advance(LinkState.Life);
        await ReturnAsync(visitor, await Site.CodeAsync(Site.Discord.UserOf(pilot)), state);

        Assert.Null(await Site.AccountAsync(user));
    }

    [Fact, Rule("DISC-004")]
    public async Task A_way_back_without_a_code_is_told()
    {
        var (visitor, user, _) = await SignedInAsync();
        using var _1 = visitor;
        var state = (await BeginAsync(visitor))["state"];

        var answer = await visitor.GetAsync($"/discord/callback/?state={Uri.EscapeDataString(state!)}");

        Assert.Equal(LinkPaths.Services, answer.Location);
        Assert.Null(await Site.AccountAsync(user));
        Assert.Contains(Site.Say("services.discord.link.nocode"), (await visitor.OpenAsync("/")).AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_refuses_at_Discord_is_told_that_nothing_changed()
    {
        var (visitor, _, _) = await SignedInAsync();
        using var _1 = visitor;

        await visitor.GetAsync("/discord/callback/?error=access_denied");

        Assert.Contains(Site.Say("services.discord.link.refused"), (await visitor.OpenAsync("/")).AllText, StringComparison.Ordinal);
    }

    [Fact, Rule("DISC-010")]
    public async Task A_pilot_who_allows_it_is_linked_by_the_engine()
    {
        var (visitor, user, pilot) = await SignedInAsync();
        using var _1 = visitor;
        var person = Site.Discord.UserOf(pilot);

        await ReturnAsync(visitor, await Site.CodeAsync(person), (await BeginAsync(visitor))["state"]);
        Assert.Empty(Site.Discord.CallsTo("/guilds"));
        Assert.Equal(AccountStage.SettingUp, (await Site.AccountAsync(user))!.Stage);
        await Site.KeepAsync();

        var account = await Site.AccountAsync(user);
        Assert.Equal((AccountStage.Active, ShownName(person), $"{person.Id}"), (account!.Stage, account.LoginName, account.RemoteId));
        Assert.Equal(1, await Site.ReadAsync<long>($"SELECT count(*) FROM services.discord_users WHERE user_id = {user} AND uid = {person.Id} AND activated_at IS NOT NULL"));
    }

    [Fact]
    public async Task Nothing_that_opens_Discord_is_kept()
    {
        var (visitor, user, pilot) = await SignedInAsync();
        using var _1 = visitor;

        await ReturnAsync(visitor, await Site.CodeAsync(Site.Discord.UserOf(pilot)), (await BeginAsync(visitor))["state"]);
        await Site.KeepAsync();

        Assert.Null((await Site.AccountAsync(user))!.Secret);
        Assert.Equal(1, await Site.ReadAsync<long>($"SELECT count(*) FROM services.discord_users WHERE user_id = {user} AND token IS NULL"));
    }

    [Fact, Rule("DISC-017")]
    public async Task Linking_again_keeps_the_old_one_until_the_new_one_is_there()
    {
        var (visitor, user, pilot) = await SignedInAsync();
        using var _1 = visitor;
        var (old, next) = (Site.Discord.UserOf(pilot), Site.Stranger());
        await ReturnAsync(visitor, await Site.CodeAsync(old), (await BeginAsync(visitor))["state"]);
        await Site.KeepAsync();

        var question = await visitor.OpenAsync(LinkPaths.Reset);
        Assert.Contains(Site.Say("services.discord.relink.consequence", ShownName(old)), question.AllText, StringComparison.Ordinal);
        var query = await BeginAsync(visitor, question.Find("#relink").GetAttribute("href")!);
        Assert.NotNull(Site.Discord.Member(old.Id));
        await ReturnAsync(visitor, await Site.CodeAsync(next), query["state"]);
        await Site.KeepAsync();

        Assert.Null(Site.Discord.Member(old.Id));
        Assert.NotNull(Site.Discord.Member(next.Id));
        Assert.Equal(ShownName(next), (await Site.AccountAsync(user))!.LoginName);
    }

    [Fact]
    public async Task Whom_another_pilot_has_become_meanwhile_is_not_shown_out_for_the_old_link()
    {
        var (old, next) = (Site.Stranger(), Site.Stranger());
        var mover = await Site.LinkedAsync(old);
        var heir = await Site.LinkedAsync(Site.Stranger());
        // As an import may leave it: two pilots with one Discord user.
        await Site.RunAsync($"UPDATE services.discord_users SET uid = {old.Id} WHERE user_id = {heir}");

        await Site.BringAsync(mover, await Site.CodeAsync(next));
        await Site.KeepAsync();

        Assert.NotNull(Site.Discord.Member(next.Id));
        Assert.NotNull(Site.Discord.Member(old.Id));
    }

    [Fact]
    public async Task Who_a_pilot_may_still_turn_out_to_be_is_nobody_elses()
    {
        var person = Site.Stranger();
        var first = await Site.LinkedAsync(person);
        await Site.RunAsync($"UPDATE services.discord_users SET uid = NULL, previous_uid = {person.Id} WHERE user_id = {first}");

        var second = await Site.LinkedAsync(person);

        Assert.Equal("services.discord.trouble.taken", (await Site.AccountAsync(second))!.Trouble);
    }

    [Fact]
    public async Task Who_ends_the_account_is_told_before_that_it_means_leaving_the_server()
    {
        var (visitor, user, pilot) = await SignedInAsync();
        using var _1 = visitor;
        await Site.ActivateAsync(DiscordSite.Service, [user], await Site.CodeAsync(Site.Discord.UserOf(pilot)));
        await Site.KeepAsync();

        var question = await visitor.OpenAsync("/discord/deactivate/");
        var cards = await visitor.OpenAsync(LinkPaths.Services);

        Assert.Contains(Site.Say("services.discord.ending"), question.AllText, StringComparison.Ordinal);
        Assert.Contains(Site.Say("services.discord.ending"), cards.Text("#service-discord"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Linking_again_needs_something_to_link_again()
    {
        var (visitor, _, _) = await SignedInAsync();
        using var _1 = visitor;

        Assert.Equal(LinkPaths.Services, (await visitor.GetAsync(LinkPaths.Reset)).Location);
    }

    [Theory, Rule("DISC-018"), Rule("DISC-068")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Only_superusers_invite_the_bot(bool isSuperuser)
    {
        var (visitor, user, _) = await SignedInAsync();
        using var _1 = visitor;
        if (isSuperuser)
        {
            await Site.SetAsync([user], "is_superuser = true");
            await Site.DropAccessAsync(user);
        }

        var answer = await visitor.GetAsync(LinkPaths.AddBot);

        if (!isSuperuser)
        {
            Assert.Equal(System.Net.HttpStatusCode.Forbidden, answer.Status);
            return;
        }

        var query = HttpUtility.ParseQueryString(new Uri(answer.Location!).Query);
        Assert.Equal(("1045762938451230721", "bot", "8"), (query["client_id"], query["scope"], query["permissions"]));
    }

    [Fact]
    public async Task Without_the_permission_there_is_no_way_to_Discord()
    {
        using var visitor = Site.NewVisitor();
        await visitor.SignInAsync(Site.Cast.Pilot());

        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await visitor.GetAsync(LinkPaths.Activate)).Status);
    }

    private async Task<(Visitor Visitor, UserId User, EveCharacter Pilot)> SignedInAsync()
    {
        var visitor = Site.NewVisitor();
        var pilot = Site.Cast.Pilot();
        await visitor.SignInAsync(pilot);
        var user = new UserId(await Site.ReadAsync<int>($"SELECT id FROM authentication.users WHERE main_character_id = {pilot.Id}"));
        await Site.GrantAsync(DiscordPermissions.Access, user);
        await Site.DropAccessAsync(user);
        return (visitor, user, pilot);
    }

    private static async Task<System.Collections.Specialized.NameValueCollection> BeginAsync(Visitor visitor, string path = LinkPaths.Activate) =>
        HttpUtility.ParseQueryString(new Uri((await visitor.GetAsync(path)).Location!).Query);

    private static Task<VisitedPage> ReturnAsync(Visitor visitor, string code, string? state) =>
        visitor.GetAsync($"/discord/callback/?code={Uri.EscapeDataString(code)}&state={Uri.EscapeDataString(state!)}");
}
