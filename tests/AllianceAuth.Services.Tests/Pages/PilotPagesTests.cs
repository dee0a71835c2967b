using System.Net;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Services;
using AllianceAuth.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Pages;

[Collection(OnThePagesSite.Name)]
public sealed class PilotPagesTests(PagesSite site)
{
    private const string Card = "#service-example";
    private const string Activate = $"{Card} form[action='/example/activate/']";
    private const string Deactivate = $"{Card} form[action='/example/deactivate/']";
    private const string Password = "#credentials-example .secret output";

    [Fact, Rule("SVC-035"), Rule("SVC-037"), Rule("SVC-038"), Rule("C-1")]
    public async Task A_member_sees_a_card_that_can_be_activated_and_nothing_else()
    {
        var pilot = await site.MemberAsync();

        var page = await pilot.OpenAsync("/services/");

        Assert.Contains(site.Say("services.standing.none"), page.Text(Card), StringComparison.Ordinal);
        Assert.NotNull(page.Document.QuerySelector(Activate));
        Assert.Null(page.Document.QuerySelector(Deactivate));
        Assert.DoesNotContain("set_password", page.Find(Card).InnerHtml, StringComparison.Ordinal);
    }

    [Fact, Rule("SVC-039"), Rule("C-3")]
    public async Task Whoever_may_use_no_service_has_no_menu_entry_and_reads_why_the_page_is_empty()
    {
        var (member, guest) = (await site.MemberAsync(), await site.GuestAsync());

        Assert.NotNull((await member.OpenAsync("/dashboard/")).Document.QuerySelector("nav a[href='/services/']"));
        Assert.Null((await guest.OpenAsync("/dashboard/")).Document.QuerySelector("nav a[href='/services/']"));
        Assert.Contains(site.Say("services.list.empty"), (await guest.OpenAsync("/services/")).AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_number_in_the_menu_costs_the_dashboard_no_statement_of_its_own_on_a_node_that_just_started()
    {
        var pilot = await site.MemberAsync();
        var (node, address) = await site.StartNodeAsync();
        await using var started = node;

        var cold = await pilot.OpenAsync(new Uri(address, "/dashboard/").AbsoluteUri);
        var warm = await pilot.OpenAsync(new Uri(address, "/dashboard/").AbsoluteUri);
        await node.StopAsync();

        Assert.NotNull(warm.Document.QuerySelector("nav a[href='/services/']"));
        Assert.InRange(cold.Statements, 1, 2);
        Assert.Equal(0, warm.Statements);
    }

    [Fact, Rule("C-4")]
    public async Task Without_a_main_the_pilot_is_sent_to_the_dashboard_with_the_reason()
    {
        var pilot = await site.MemberAsync();
        await site.SetAsync([pilot.User], "main_character_id = NULL, main_name = NULL");
        await site.PublishAsync(new Authentication.Contracts.MainCharacterChanged(Guid.CreateVersion7(), site.Now, pilot.User));

        var page = await pilot.OpenAsync("/services/");

        Assert.Equal("/dashboard/", page.Address.AbsolutePath);
    }

    [Fact, Rule("C-28"), Rule("SVC-042"), Rule("SVC-043")]
    public async Task Activating_shows_a_new_password_once_and_the_account_gets_it()
    {
        var pilot = await site.MemberAsync();

        var answer = await (await pilot.OpenAsync("/services/")).SubmitAsync(Activate, partial: true);

        var password = answer.Text(Password);
        Assert.Matches("^[A-Za-z0-9]{16}$", password);
        Assert.Contains(site.Say("services.standing.settingup"), answer.Text(Card), StringComparison.Ordinal);
        Assert.DoesNotContain(password, (await site.AccountAsync(PagesSite.Example, pilot.User))!.Secret!, StringComparison.Ordinal);

        await site.KeepAsync(PagesSite.Example);
        var after = await pilot.OpenAsync("/services/");
        Assert.True(site.Eve.Example.LetsIn(site.Eve.Example.Find($"auth-{pilot.User}")!.Login, password));
        Assert.Contains(site.Say("services.standing.active"), after.Text(Card), StringComparison.Ordinal);
        Assert.DoesNotContain(password, after.Body, StringComparison.Ordinal);
        Assert.Null((await site.AccountAsync(PagesSite.Example, pilot.User))!.Secret);
    }

    [Fact, Rule("SVC-043")]
    public async Task Without_script_the_password_is_a_page_of_its_own_that_leads_on()
    {
        var pilot = await site.MemberAsync();

        var page = await (await pilot.OpenAsync("/services/")).SubmitAsync(Activate);

        Assert.Matches("^[A-Za-z0-9]{16}$", page.Text(Password));
        Assert.Equal("/services/", page.Find("#credentials-example .card-foot a").GetAttribute("href"));
    }

    [Fact, Rule("C-29")]
    public async Task Whoever_has_an_account_gets_no_second_one_and_keeps_the_password_of_the_first()
    {
        var pilot = await site.MemberAsync();
        var page = await pilot.OpenAsync("/services/");
        await page.SubmitAsync(Activate, partial: true);
        var secret = (await site.AccountAsync(PagesSite.Example, pilot.User))!.Secret;

        var again = await page.SubmitAsync(Activate, partial: true);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Contains(site.Say("services.activate.exists", "Example"), again.Text(Card), StringComparison.Ordinal);
        Assert.Null(again.Document.QuerySelector(Password));
        Assert.Equal(secret, (await site.AccountAsync(PagesSite.Example, pilot.User))!.Secret);
    }

    [Fact, Rule("C-30")]
    public async Task Deactivating_asks_first_and_takes_the_account_away_on_yes_only()
    {
        var pilot = await site.ActivePilotAsync();

        var question = await pilot.OpenAsync("/example/deactivate/");
        await site.KeepAsync(PagesSite.Example);
        Assert.NotNull(site.Eve.Example.Find($"auth-{pilot.User}"));
        var done = await question.SubmitAsync("#confirm");

        Assert.Equal("/services/", done.Address.AbsolutePath);
        Assert.Contains(site.Say("services.standing.leaving"), done.Text(Card), StringComparison.Ordinal);
        await site.KeepAsync(PagesSite.Example);
        Assert.Null(site.Eve.Example.Find($"auth-{pilot.User}"));
        Assert.NotNull((await pilot.OpenAsync("/services/")).Document.QuerySelector(Activate));
        Assert.Empty(await site.ToldAsync(pilot.User));
    }

    [Fact, Rule("C-33"), Rule("SVC-040")]
    public async Task Without_an_account_there_is_nothing_to_change()
    {
        var pilot = await site.MemberAsync();

        foreach (var address in new[] { "/example/deactivate/", "/example/set_password/", "/example/reset_password/" })
        {
            Assert.Equal(HttpStatusCode.NotFound, (await pilot.OpenAsync(address)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await pilot.ForgeAsync(address, ("password", "long enough 1"))).Status);
        }
    }

    [Fact, Rule("SVC-040"), Rule("C-5")]
    public async Task Every_page_of_a_service_demands_its_permission()
    {
        var guest = await site.GuestAsync();

        foreach (var address in new[] { "/example/activate/", "/example/deactivate/", "/example/set_password/", "/example/reset_password/" })
        {
            var refused = await guest.OpenAsync(address);
            Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
            Assert.Contains("example.access_example", refused.Body, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Forbidden, (await guest.ForgeAsync(address)).Status);
        }

        Assert.Null(await site.AccountAsync(PagesSite.Example, guest.User));
    }

    [Fact, Rule("SVC-041"), Rule("C-27")]
    public async Task A_chosen_password_that_is_too_short_is_refused_beside_its_field()
    {
        var pilot = await site.ActivePilotAsync();

        var page = await (await pilot.OpenAsync("/example/set_password/")).SubmitAsync("#set-password", new Dictionary<string, string> { ["password"] = "seven77" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Contains(site.Say("services.setpassword.length", "8", "100"), page.Text("#field-password-error"), StringComparison.Ordinal);
        Assert.DoesNotContain("seven77", page.Body, StringComparison.Ordinal);
        Assert.Null((await site.AccountAsync(PagesSite.Example, pilot.User))!.Secret);
    }

    [Fact, Rule("C-31")]
    public async Task A_chosen_password_is_set_and_the_pilot_is_back_at_the_services()
    {
        var pilot = await site.ActivePilotAsync();

        var page = await (await pilot.OpenAsync("/example/set_password/")).SubmitAsync("#set-password", new Dictionary<string, string> { ["password"] = "eight888" });

        Assert.Equal("/services/", page.Address.AbsolutePath);
        Assert.Contains(site.Say("services.setpassword.done", "Example"), page.AllText, StringComparison.Ordinal);
        await site.KeepAsync(PagesSite.Example);
        Assert.True(site.Eve.Example.LetsIn(site.Eve.Example.Find($"auth-{pilot.User}")!.Login, "eight888"));
    }

    [Fact, Rule("C-32")]
    public async Task A_reset_makes_a_new_password_and_the_old_one_ends()
    {
        var pilot = await site.ActivePilotAsync();

        var answer = await (await pilot.OpenAsync("/services/")).SubmitAsync($"{Card} form[action='/example/reset_password/']", partial: true);

        var password = answer.Text(Password);
        Assert.Matches("^[A-Za-z0-9]{16}$", password);
        await site.KeepAsync(PagesSite.Example);
        var login = site.Eve.Example.Find($"auth-{pilot.User}")!.Login;
        Assert.True(site.Eve.Example.LetsIn(login, password));
        Assert.False(site.Eve.Example.LetsIn(login, "first-password-of-theirs"));
    }

    [Fact]
    public async Task The_card_says_what_is_wrong_and_when_it_is_tried_again()
    {
        var pilot = await site.ActivePilotAsync();
        var next = site.Now.AddMinutes(7);
        await site.RunAsync(
            $"UPDATE services.accounts SET mark = mark + 1, plan = 2, looked = mark + 1, trouble = 'services.trouble.nametaken', trouble_arguments = ARRAY['Maren'], next_try = '{next:O}' WHERE user_id = {pilot.User}");

        var card = (await pilot.OpenAsync("/services/")).Text(Card);

        Assert.Contains(site.Say("services.standing.failing"), card, StringComparison.Ordinal);
        Assert.Contains(site.Say("services.trouble.nametaken", "Maren"), card, StringComparison.Ordinal);
        Assert.Contains(next.ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), card, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_that_is_still_shown_goes_with_the_account()
    {
        var pilot = await site.ActivePilotAsync();
        Assert.NotNull((await ConnectionAsync()).Document.QuerySelector("[data-connection=example]"));

        await (await pilot.OpenAsync("/services/")).SubmitAsync(Deactivate, partial: true);
        var leaving = await ConnectionAsync();
        await site.KeepAsync(PagesSite.Example);

        foreach (var answer in new[] { leaving, await ConnectionAsync() })
        {
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Equal("delete", answer.Find("hx-partial[hx-target='#credentials-example']").GetAttribute("hx-swap"));
        }

        Assert.Equal(HttpStatusCode.NotFound, (await ConnectionAsync("nothing")).Status);

        Task<Testing.Site.VisitedPage> ConnectionAsync(string service = PagesSite.Example) =>
            pilot.Visitor.AskAsync(HttpMethod.Get, $"/services/{service}/connection/", ("HX-Request", "true"), ("HX-Request-Type", "partial"));
    }

    [Fact]
    public async Task Only_the_sentences_about_an_account_are_read_out_when_they_change()
    {
        var pilot = await site.ActivePilotAsync();

        var card = (await pilot.OpenAsync("/services/")).Find(Card);

        Assert.All(card.QuerySelectorAll("[role=status]"), status => Assert.Empty(status.QuerySelectorAll("button, output, a")));
        Assert.NotEmpty(card.QuerySelectorAll("[role=status]"));
    }

    [Fact]
    public async Task An_account_that_waits_for_a_password_says_so_on_its_card_and_under_needs_you()
    {
        var pilot = await site.ActivePilotAsync();
        await LetWaitAsync(pilot);

        Assert.Contains(site.Say("services.card.waits.password"), (await pilot.OpenAsync("/services/")).Text(Card), StringComparison.Ordinal);
        Assert.Contains(site.Say("services.card.waits.password"), (await pilot.OpenAsync("/dashboard/")).AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_or_waits_is_counted_in_the_menu_and_stands_under_needs_you()
    {
        var pilot = await site.ActivePilotAsync();
        await LetWaitAsync(pilot);

        var page = await pilot.OpenAsync("/dashboard/");

        Assert.Contains(site.Say("services.attention.waits", "Example"), page.AllText, StringComparison.Ordinal);
        Assert.Equal("1", page.Text("nav a[href='/services/'] .counter")[..1]);
    }

    [Fact]
    public async Task A_pilot_who_may_not_use_it_any_more_reads_so_while_the_account_ends()
    {
        var service = site.NewService(ServiceAbilities.Groups);
        var pilot = await site.GuestAsync();
        await site.GrantAsync(service.Permission, pilot.User);
        await site.ActivateAsync(service.Name, [pilot.User]);
        await site.KeepAsync(service.Name);
        await site.RevokeAsync(service.Permission, pilot.User);
        await site.PublishAsync(new Authentication.Contracts.PermissionsChanged(Guid.CreateVersion7(), site.Now, pilot.User, null, null));

        var page = await pilot.OpenAsync("/services/");

        Assert.Contains(site.Say("services.card.lost"), page.Text($"#service-{service.Name}"), StringComparison.Ordinal);
        Assert.Null(page.Document.QuerySelector($"#service-{service.Name} form"));
    }

    [Fact]
    public async Task The_search_box_leads_to_the_card()
    {
        var pilot = await site.MemberAsync();

        var page = await pilot.OpenAsync("/search/?q=exam");

        Assert.NotNull(page.Document.QuerySelector("a[href='/services/#service-example']"));
    }

    [Fact]
    public async Task The_page_takes_two_statements_however_many_accounts_there_are()
    {
        var pilot = await site.ActivePilotAsync();
        await pilot.OpenAsync("/services/");

        var page = await pilot.OpenAsync("/services/");

        Assert.Equal(2, page.Statements);
    }

    private async Task LetWaitAsync(SitePilot pilot)
    {
        await site.RunAsync($"UPDATE services.accounts SET stage = {(short)AccountStage.WaitsForPilot} WHERE user_id = {pilot.User}");
        await site.DoAsync(s => s.GetRequiredService<ServiceSignals>().AccountsChangedAsync([pilot.User], CancellationToken.None));
    }
}
