using System.Net;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Authentication.Features.DeleteUser;
using AllianceAuth.Authentication.Features.EditUser;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Preferences;
using AllianceAuth.Testing;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Site;

public sealed class SessionTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly AccessSnapshot Root = new() { User = new UserId(-9), UserName = "root", IsActive = true, IsSuperuser = true, State = new StateId(1), StateName = "Guest" };

    [Fact, Rule("AUTH-084")]
    public async Task The_login_page_offers_EVE_the_language_and_the_way_back()
    {
        var page = await site.NewVisitor().OpenAsync("/account/login/?next=%2Faccount%2Fprofile%2F");

        Assert.Equal("/sso/login?next=%2Faccount%2Fprofile%2F", page.Find("a.eve-btn").GetAttribute("href"));
        Assert.NotNull(page.Document.QuerySelector("select[name=language]"));
        Assert.Empty(page.Document.QuerySelectorAll("input[type=password]"));
    }

    [Fact, Rule("AUTH-044"), Rule("AUTH-089")]
    public async Task Whoever_is_not_signed_in_is_sent_to_the_login_and_then_to_where_they_wanted()
    {
        var (first, main) = await site.RegisterAsync();
        first.Dispose();
        var visitor = site.NewVisitor();

        var login = await visitor.OpenAsync("/account/profile/");
        Assert.Equal("/account/login/", login.Address.AbsolutePath);
        var page = await SiteFixture.ThroughEveAsync(visitor, login.Find("a.eve-btn").GetAttribute("href")!, main);

        Assert.Equal("/account/profile/", page.Address.AbsolutePath);
        Assert.Equal("/dashboard/", (await visitor.OpenAsync("/")).Address.AbsolutePath);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/%0d%0aSet-Cookie:%20sly=1")]
    [InlineData("javascript:alert(1)")]
    public async Task The_way_back_never_leaves_the_site(string next)
    {
        var (first, main) = await site.RegisterAsync();
        first.Dispose();
        var visitor = site.NewVisitor();

        var page = await SiteFixture.ThroughEveAsync(visitor, $"/sso/login?next={Uri.EscapeDataString(next)}", main);

        Assert.Equal(site.Address.Authority, page.Address.Authority);
        Assert.DoesNotContain(visitor.Cookies.GetCookies(site.Address), c => c.Name == "sly");
    }

    [Fact]
    public async Task A_session_planted_before_the_sign_in_is_not_the_one_after_it()
    {
        var (attacker, _) = await site.RegisterAsync();
        var planted = attacker.Cookies.GetCookies(site.Address)["session"]!.Value;
        var (first, main) = await site.RegisterAsync();
        first.Dispose();
        var victim = site.NewVisitor();
        victim.Cookies.Add(site.Address, new Cookie("session", planted));

        var page = await SiteFixture.ThroughEveAsync(victim, "/sso/login", main);

        Assert.Equal(main.Name, page.Text("#main-character h1"));
        Assert.NotEqual(planted, victim.Cookies.GetCookies(site.Address)["session"]!.Value);
        Assert.DoesNotContain(main.Name, (await attacker.OpenAsync("/dashboard/")).Text("#main-character"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ticket_of_the_sign_in_works_once_and_only_in_its_browser()
    {
        var visitor = site.NewVisitor();
        var login = await visitor.OpenAsync("/sso/login?next=%2Fdashboard%2F");
        var answer = await SiteFixture.ChooseAsync(visitor, login, site.NextCharacter());
        Assert.Equal("/account/register/", answer.Address.AbsolutePath);

        var stranger = await site.NewVisitor().OpenAsync("/sso/login?sso=made-up");

        Assert.Equal("/account/login/", stranger.Address.AbsolutePath);
        Assert.Contains("used already or took too long", stranger.AllText, StringComparison.Ordinal);
    }

    [Fact, Rule("AUTH-088")]
    public async Task Signing_out_asks_on_a_link_and_leads_back_to_the_login()
    {
        var (visitor, _) = await site.RegisterAsync();

        var question = await visitor.OpenAsync("/account/logout/");
        Assert.Equal("/account/logout/", question.Address.AbsolutePath);
        var page = await question.SubmitAsync("main form[action='/account/logout/']");

        Assert.Equal("/account/login/", page.Address.AbsolutePath);
        Assert.Equal("/account/login/", (await visitor.OpenAsync("/dashboard/")).Address.AbsolutePath);
    }

    [Fact]
    public async Task Nothing_changes_without_a_form_token()
    {
        var (visitor, _) = await site.RegisterAsync();

        foreach (var address in new[] { "/account/logout/", "/account/logout/everywhere/", "/account/profile/email/", "/account/characters/main/" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await visitor.PostAsync(address, [new("email", "sly@example.com")])).Status);
        }

        Assert.Equal("/dashboard/", (await visitor.OpenAsync("/dashboard/")).Address.AbsolutePath);
    }

    [Fact]
    public async Task Signing_out_everywhere_ends_the_sessions_of_other_browsers_at_once()
    {
        var (here, main) = await site.RegisterAsync();
        var there = site.NewVisitor();
        await SiteFixture.ThroughEveAsync(there, "/sso/login", main);
        Assert.Equal("/dashboard/", (await there.OpenAsync("/dashboard/")).Address.AbsolutePath);

        await (await here.OpenAsync("/account/profile/")).SubmitAsync("#everywhere-form");

        var login = await there.OpenAsync("/dashboard/");
        Assert.Equal("/account/login/", login.Address.AbsolutePath);
        Assert.Contains(site.Say("authentication.login.ended"), login.AllText, StringComparison.Ordinal);
        Assert.Equal("/account/login/", (await here.OpenAsync("/dashboard/")).Address.AbsolutePath);
    }

    [Fact]
    public async Task The_session_of_a_deleted_account_ends_with_a_sentence_why()
    {
        var (visitor, main) = await site.RegisterAsync();
        var id = await IdAsync(main.Id);
        await visitor.OpenAsync("/dashboard/");

        await site.AskAsync(s => s.GetRequiredService<IMediator>().Send(new DeleteUserRequest(id, Root)));

        var login = await visitor.OpenAsync("/dashboard/");
        Assert.Equal("/account/login/", login.Address.AbsolutePath);
        Assert.Contains(site.Say("authentication.login.gone"), login.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_who_is_switched_off_is_out_with_the_next_click()
    {
        var (visitor, main) = await site.RegisterAsync();
        await visitor.OpenAsync("/dashboard/");

        await EditAsync(main.Id, active: false);

        Assert.Equal("/account/login/", (await visitor.OpenAsync("/dashboard/")).Address.AbsolutePath);
        var again = await SiteFixture.ThroughEveAsync(visitor, "/sso/login", main);
        Assert.Contains("This account was switched off", again.AllText, StringComparison.Ordinal);
    }

    [Fact, Rule("AUTH-083"), Rule("UI-004"), Rule("UI-014"), Rule("I18N-016")]
    public async Task What_a_pilot_chose_comes_back_with_the_sign_in_of_another_browser()
    {
        var (_, main) = await site.RegisterAsync();
        var id = await IdAsync(main.Id);
        await site.DoAsync(async s =>
        {
            var store = s.GetRequiredService<IPreferenceStore>();
            await store.SaveLanguageAsync(id, "de", CancellationToken.None);
            await store.SaveNightModeAsync(id, true, CancellationToken.None);
            await store.SaveThemeAsync(id, "flatly", CancellationToken.None);
        });
        var visitor = site.NewVisitor();

        await SiteFixture.ThroughEveAsync(visitor, "/sso/login", main);

        var cookies = visitor.Cookies.GetCookies(site.Address);
        Assert.Equal(("de", "on", "flatly"), (cookies["language"]?.Value, cookies["night"]?.Value, cookies["theme"]?.Value));
    }

    [Fact, Rule("I18N-017"), Rule("I18N-018"), Rule("I18N-019")]
    public async Task What_was_never_chosen_is_left_as_the_browser_has_it()
    {
        var (_, main) = await site.RegisterAsync();
        var visitor = site.NewVisitor();

        await SiteFixture.ThroughEveAsync(visitor, "/sso/login", main);

        var cookies = visitor.Cookies.GetCookies(site.Address);
        Assert.Null(cookies["language"] ?? cookies["night"] ?? cookies["theme"]);
    }

    [Fact, Rule("I18N-021")]
    public async Task A_password_does_not_bring_the_language_back()
    {
        using var first = await site.RootAsync("polyglot");
        await site.DoAsync(async s =>
        {
            var db = s.GetRequiredService<AuthenticationDb>();
            await db.Users.Where(u => u.UserName == "polyglot").ExecuteUpdateAsync(u => u.SetProperty(x => x.Language, "de"));
        });

        using var again = await site.RootAsync("polyglot");

        Assert.Equal("/dashboard/", (await again.OpenAsync("/dashboard/")).Address.AbsolutePath);
        Assert.Null(again.Cookies.GetCookies(site.Address)["language"]);
    }

    [Fact, Rule("UI-040")]
    public async Task Saving_preferences_decides_no_state()
    {
        var (_, main) = await site.RegisterAsync();
        var id = await IdAsync(main.Id);
        await site.DoAsync(async s =>
        {
            // A state nobody should have: a new decision would take it away.
            var db = s.GetRequiredService<AuthenticationDb>();
            await db.Users.Where(u => u.Id == id).ExecuteUpdateAsync(u => u.SetProperty(x => x.State, new StateId(2)));
            await s.GetRequiredService<IPreferenceStore>().SaveLanguageAsync(id, "fr", CancellationToken.None);
        });

        var state = await site.AskAsync(s => s.GetRequiredService<AuthenticationDb>().Users.Where(u => u.Id == id).Select(u => u.State).SingleAsync());
        Assert.Equal(new StateId(2), state);
    }

    private Task<UserId> IdAsync(long main) =>
        site.AskAsync(s => s.GetRequiredService<AuthenticationDb>().Users.Where(u => u.MainCharacterId == main).Select(u => u.Id).SingleAsync());

    private async Task EditAsync(long main, bool active)
    {
        var id = await IdAsync(main);
        await site.AskAsync(s => s.GetRequiredService<IMediator>().Send(new EditUserRequest(id, 0, new WantedUser(active, false, false, [], []), Root)));
    }
}
