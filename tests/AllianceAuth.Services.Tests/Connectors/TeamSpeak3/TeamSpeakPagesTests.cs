using System.Net;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Simulator.TeamSpeak;
using AllianceAuth.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.TeamSpeak3;

public sealed class TeamSpeakPagesTests(TeamSpeakSite site) : TeamSpeakTests(site)
{
    private const string Verify = "/teamspeak3/verify/";
    private const string Reset = "/teamspeak3/reset_perm/";

    [Fact, Rule("TS3-023")]
    public async Task Without_an_account_there_is_nothing_to_verify()
    {
        var (pilot, _) = await Site.PilotAsync();

        Assert.Equal("/services/", (await pilot.GetAsync(Verify)).Location);
    }

    [Fact]
    public async Task The_panel_of_an_account_that_is_gone_has_the_browser_leave_instead_of_drawing_a_page_into_itself()
    {
        var (pilot, user) = await Site.WaitingPilotAsync();
        var page = await pilot.OpenAsync(Verify);
        await Site.RunAsync($"DELETE FROM services.accounts WHERE service = '{Service}' AND user_id = {user}");

        var answer = await page.SubmitAsync("#verify", partial: true, follow: false);

        Assert.Equal((HttpStatusCode.NoContent, "/services/"), (answer.Status, answer.Answer.Headers.GetValues("HX-Redirect").Single()));
    }

    [Fact, Rule("TS3-024")]
    public async Task The_page_leads_into_TeamSpeak_with_key_and_nickname()
    {
        var (pilot, user) = await Site.WaitingPilotAsync();

        var page = await pilot.OpenAsync(Verify);

        var key = Site.KeyOf(user)!.Token;
        var nickname = (await Site.AccountAsync(user))!.DisplayName;
        Assert.Equal($"ts3server://ts.example.test?token={Uri.EscapeDataString(key)}&nickname={Uri.EscapeDataString(nickname)}", page.Find("#join").GetAttribute("href"));
        Assert.NotNull(page.Document.QuerySelector("form#verify button"));
        Assert.Contains(key, page.Text("#teamspeak"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_key_is_being_made_the_page_says_so()
    {
        var (pilot, user) = await Site.PilotAsync();
        await Site.ActivateAsync(Service, [user]);

        var page = await pilot.OpenAsync(Verify);

        Assert.Contains(Site.Say("services.teamspeak3.verify.preparing"), page.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_key_cannot_be_made_the_page_says_why()
    {
        var (pilot, user) = await Site.PilotAsync();
        Site.Eve.Control.FailTeamSpeak("privilegekeyadd", 1538);
        await Site.ActivateAsync(Service, [user]);
        await Site.KeepAsync(Service);

        var page = await pilot.OpenAsync(Verify);

        Assert.Contains("privilegekeyadd", page.Text("#teamspeak"), StringComparison.Ordinal);
    }

    [Fact, Rule("TS3-025"), Rule("TS3-067")]
    public async Task Whoever_redeemed_the_key_is_found_and_gets_the_groups()
    {
        var (pilot, user) = await Site.WaitingPilotAsync();
        var (group, server) = (await Site.GroupAsync(), await Site.ServerGroupAsync());
        await Site.MapAsync(group, server);
        await Site.SendAsync(new AddToGroups([new(user, group)], Actor: null, "test"));
        Site.Redeem(user);

        var looking = await (await pilot.OpenAsync(Verify)).SubmitAsync("#verify");
        Assert.Contains(Site.Say("services.teamspeak3.verify.looking"), looking.AllText, StringComparison.Ordinal);
        await Site.KeepAsync(Service);

        var found = await pilot.OpenAsync(Verify);
        Assert.Contains(Site.Say("services.teamspeak3.verify.found", (await Site.AccountAsync(user))!.DisplayName), found.AllText, StringComparison.Ordinal);
        Assert.Equal("/services/", found.Find("#teamspeak a.btn:not(.btn-primary)").GetAttribute("href"));
        Assert.Contains(server.Name, Site.GroupsOf(user));
    }

    [Fact, Rule("TS3-026")]
    public async Task Whoever_did_not_redeem_it_is_told_so_by_name()
    {
        var (pilot, user) = await Site.WaitingPilotAsync();

        await (await pilot.OpenAsync(Verify)).SubmitAsync("#verify");
        await Site.KeepAsync(Service);

        var page = await pilot.OpenAsync(Verify);
        Assert.Contains(Site.Say("services.teamspeak3.verify.notfound", (await Site.AccountAsync(user))!.DisplayName), page.AllText, StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector("#join"));
    }

    [Fact, Rule("TS3-027")]
    public async Task A_name_that_is_sent_along_counts_for_nothing()
    {
        var (pilot, user) = await Site.WaitingPilotAsync();
        var other = await Site.JoinedAsync();
        var page = await pilot.OpenAsync(Verify);
        Assert.Null(page.Document.QuerySelector("#verify input[name=username]"));
        var token = page.Find("#verify input[name=__RequestVerificationToken]").GetAttribute("value")!;

        await pilot.PostAsync(Verify, [new("__RequestVerificationToken", token), new("username", $"auth-{other}")]);
        await Site.KeepAsync(Service);

        Assert.Equal(AccountStage.WaitsForPilot, (await Site.AccountAsync(user))!.Stage);
    }

    [Fact]
    public async Task A_click_on_Continue_as_htmx_sends_it_answers_with_the_panel()
    {
        var (pilot, _) = await Site.WaitingPilotAsync();

        var panel = await (await pilot.OpenAsync(Verify)).SubmitAsync("#verify", partial: true, follow: false);

        Assert.Equal(HttpStatusCode.OK, panel.Status);
        Assert.NotNull(panel.Document.QuerySelector("#teamspeak"));
        Assert.Null(panel.Document.QuerySelector("nav"));
    }

    [Fact]
    public async Task Whoever_redeems_the_key_and_never_comes_back_is_found_all_the_same()
    {
        var (user, other) = (await Site.WaitingAsync(), await Site.WaitingAsync());
        Site.Redeem(user);

        await Site.RunJobAsync("services.teamspeak3.look");
        await Site.KeepAsync(Service);

        Assert.Equal(AccountStage.Active, (await Site.AccountAsync(user))!.Stage);
        Assert.Equal(AccountStage.WaitsForPilot, (await Site.AccountAsync(other))!.Stage);
    }

    [Fact]
    public async Task Many_who_wait_are_sought_by_one_command()
    {
        List<Shared.Access.UserId> users = [];
        for (var i = 0; i < 10; i++)
        {
            users.Add(await Site.WaitingAsync());
        }

        Site.Redeem(users[3]);
        var mark = Site.Mark();
        await Site.RunJobAsync("services.teamspeak3.look");

        Assert.Single(Site.CommandsSince(mark, "customsearch"));
        await Site.KeepAsync(Service);
        Assert.Equal(AccountStage.Active, (await Site.AccountAsync(users[3]))!.Stage);
    }

    [Fact, Rule("TS3-032")]
    public async Task A_pilot_comes_and_goes_by_the_card()
    {
        var (pilot, user) = await Site.PilotAsync();
        await (await pilot.OpenAsync("/teamspeak3/activate/")).SubmitAsync("#confirm");
        await Site.KeepAsync(Service);

        var card = (await pilot.OpenAsync("/services/")).Find("#service-teamspeak3");
        Assert.Contains(Site.KeyOf(user)!.Token, card.TextContent, StringComparison.Ordinal);
        Assert.Equal([Verify, Reset], card.QuerySelectorAll("a[href^='/teamspeak3/']").Select(a => a.GetAttribute("href")!));

        await (await pilot.OpenAsync("/teamspeak3/deactivate/")).SubmitAsync("#confirm");
        await Site.KeepAsync(Service);
        Assert.Null(await Site.AccountAsync(user));
        Assert.Null(Site.KeyOf(user));
    }

    [Fact, Rule("TS3-022")]
    public async Task Whoever_has_an_account_cannot_activate_another()
    {
        var (pilot, user) = await Site.WaitingPilotAsync();
        var key = Site.KeyOf(user)!.Token;

        var page = await (await pilot.OpenAsync("/teamspeak3/activate/")).SubmitAsync("#confirm");
        await Site.KeepAsync(Service);

        Assert.Contains(Site.Say("services.activate.exists", "Teamspeak3"), page.AllText, StringComparison.Ordinal);
        Assert.Equal(key, Site.KeyOf(user)!.Token);
    }

    [Fact, Rule("TS3-029"), Rule("TS3-069")]
    public async Task A_new_key_ends_the_client_and_takes_the_name_of_today()
    {
        var (pilot, user) = await Site.WaitingPilotAsync();
        Site.Redeem(user);
        await Site.VerifyAsync(user);
        await Site.SetAsync([user], "main_name = 'Valid Member'");

        var page = await (await pilot.OpenAsync(Reset)).SubmitAsync("#newkey");
        await Site.KeepAsync(Service);

        Assert.Equal(Verify, page.Address.AbsolutePath);
        Assert.Contains(Site.Say("services.teamspeak3.newkey.done"), page.AllText, StringComparison.Ordinal);
        Assert.Empty(Site.ClientsOf(user));
        var account = await Site.AccountAsync(user);
        Assert.EndsWith("Valid_Member", account!.DisplayName, StringComparison.Ordinal);
        Assert.Equal(Site.KeyOf(user)!.Token, await Site.RememberedKeyAsync(user));
        Assert.Equal(AccountStage.WaitsForPilot, account.Stage);
    }

    [Fact]
    public async Task A_new_key_ends_the_old_one()
    {
        var user = await Site.WaitingAsync();
        var old = Site.KeyOf(user)!.Token;

        await Site.NewKeyAsync(user);

        Assert.NotEqual(old, Site.KeyOf(user)!.Token);
    }

    [Fact, Rule("TS3-030")]
    public async Task Without_an_account_there_is_no_key_to_renew()
    {
        var (pilot, _) = await Site.PilotAsync();

        Assert.Equal("/services/", (await pilot.GetAsync(Reset)).Location);
    }

    [Fact, Rule("TS3-031")]
    public async Task When_the_new_key_cannot_be_made_the_account_stays_and_says_why()
    {
        var (pilot, user) = await Site.WaitingPilotAsync();
        Site.Redeem(user);
        await Site.VerifyAsync(user);
        Site.Eve.Control.FailTeamSpeak("privilegekeyadd", 1538);

        await Site.NewKeyAsync(user);

        Assert.Empty(Site.ClientsOf(user));
        Assert.NotNull((await Site.AccountAsync(user))!.Trouble);
        Assert.Contains("privilegekeyadd", (await pilot.OpenAsync(Verify)).Text("#teamspeak"), StringComparison.Ordinal);
        Site.Advance(TimeSpan.FromMinutes(11));
        await Site.KeepAsync(Service);
        Assert.NotNull(Site.KeyOf(user));
    }

    [Theory]
    [InlineData(Verify)]
    [InlineData(Reset)]
    public async Task Without_the_permission_the_pages_are_closed(string address)
    {
        var visitor = Site.NewVisitor();
        await Testing.Site.Journey.SignInAsync(visitor, Site.Cast.Pilot(Testing.Site.Furnishing.OurAlliance));

        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.GetAsync(address)).Status);
    }

    [Fact]
    public async Task The_test_says_what_is_well_and_what_to_do_where_it_is_not()
    {
        Assert.All(await TestAsync(), l => Assert.True(l.IsFine));

        await BadAsync("services.teamspeak3.test.wronglogin", c => c.ChangeTeamSpeak(s => s with { Password = "another" }));
        await BadAsync("services.teamspeak3.test.stopped", c => c.RunTeamSpeak(false));
        await BadAsync("services.teamspeak3.test.noserver", c => c.FailTeamSpeak("use", 1024));
        await BadAsync("services.teamspeak3.test.norights", c => c.FailTeamSpeak("privilegekeylist", 2568));
        await BadAsync("services.teamspeak3.test.refused", c => c.AddFault(new Fault(SimulatedService.Teamspeak, FaultKind.NotFound, Route: "customsearch")));
        await BadAsync("services.teamspeak3.test.nonsense", c => c.AddFault(new Fault(SimulatedService.Teamspeak, FaultKind.Malformed, Route: "login")));
        await BadAsync("services.teamspeak3.test.banned", c => c.AddFault(new Fault(SimulatedService.Teamspeak, FaultKind.ErrorLimited, Route: "login")));
        await BadAsync("services.teamspeak3.test.unreachable", c => c.ListenTeamSpeak(false));
    }

    private async Task BadAsync(string finding, Action<Simulator.Control.SimulatorControl> spoil)
    {
        spoil(Site.Eve.Control);
        var lines = await TestAsync();
        Site.Eve.Control.LiftFaults(SimulatedService.Teamspeak);
        Site.Eve.Control.ChangeTeamSpeak(_ => new TeamSpeakSettings());
        Site.Eve.Control.RunTeamSpeak(true);
        Site.Eve.Control.ListenTeamSpeak(true);

        Assert.Equal(finding, lines[^1].Finding);
        Assert.False(lines[^1].IsFine);
        Assert.Equal($"{finding}.do", lines[^1].WhatToDo);
        Assert.NotEqual(lines[^1].WhatToDo, Site.Say(lines[^1].WhatToDo!));
    }

    private Task<IReadOnlyList<Shared.Services.ServiceTestLine>> TestAsync() =>
        Site.AskAsync(s => s.GetRequiredService<ConnectorBook>().Find(Service)!.TestAsync(CancellationToken.None));
}
