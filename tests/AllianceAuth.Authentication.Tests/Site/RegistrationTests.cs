using System.Net;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Site;

public sealed class RegistrationTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact, Rule("AUTH-045"), Rule("AUTH-056")]
    public async Task Without_verification_the_address_is_kept_and_the_newcomer_is_in_at_once()
    {
        var (visitor, main) = (site.NewVisitor(), site.NextCharacter());
        var form = await SiteFixture.ThroughEveAsync(visitor, "/sso/login", main);
        Assert.Equal("/account/register/", form.Address.AbsolutePath);

        var dashboard = await form.SubmitAsync("form[action='/account/register/']", new Dictionary<string, string> { ["email"] = "new@example.com" });

        Assert.Equal("/dashboard/", dashboard.Address.AbsolutePath);
        Assert.Equal(main.Name, dashboard.Text("#main-character h1"));
        Assert.Equal("new@example.com", await EmailOfAsync(main.Id));
    }

    [Fact, Rule("UI-023")]
    public async Task The_login_page_has_one_way_in_and_keeps_where_the_visitor_was_going()
    {
        var page = await site.NewVisitor().OpenAsync("/account/tokens/manage/");

        var way = Assert.Single(page.Document.QuerySelectorAll("a.eve-btn"));
        Assert.Equal("/account/login/", page.Address.AbsolutePath);
        Assert.Equal("/sso/login?next=%2Faccount%2Ftokens%2Fmanage%2F", way.GetAttribute("href"));
    }

    [Fact, Rule("UI-024")]
    public async Task The_registration_form_asks_for_an_address_and_has_one_button()
    {
        var form = (await SiteFixture.ThroughEveAsync(site.NewVisitor(), "/sso/login", site.NextCharacter())).Find("form[action='/account/register/']");

        Assert.Equal("email", Assert.Single(form.QuerySelectorAll("input:not([type=hidden])")).GetAttribute("type"));
        Assert.Single(form.QuerySelectorAll("button"));
    }

    [Fact, Rule("AUTH-049")]
    public async Task The_form_without_a_sign_in_before_leads_to_the_login_with_the_reason()
    {
        var page = await site.NewVisitor().OpenAsync("/account/register/");

        Assert.Equal("/account/login/", page.Address.AbsolutePath);
        Assert.Contains("We do not know any more which registration this is", page.AllText, StringComparison.Ordinal);
    }

    [Fact, Rule("AUTH-051")]
    public async Task A_bad_address_stays_in_the_form_with_the_reason()
    {
        var visitor = site.NewVisitor();
        var form = await SiteFixture.ThroughEveAsync(visitor, "/sso/login", site.NextCharacter());

        var again = await form.SubmitAsync("form[action='/account/register/']", new Dictionary<string, string> { ["email"] = "nonsense" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Equal("nonsense", again.Find("input[name=email]").GetAttribute("value"));
        Assert.Contains("This is not an e-mail address", again.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_the_form_does_not_have_change_nothing()
    {
        var (visitor, main) = (site.NewVisitor(), site.NextCharacter());
        var form = await SiteFixture.ThroughEveAsync(visitor, "/sso/login", main);
        var token = form.Find("input[name=__RequestVerificationToken]").GetAttribute("value")!;

        await visitor.PostAsync("/account/register/",
            [new("__RequestVerificationToken", token), new("email", "sly@example.com"), new("IsSuperuser", "true"), new("is_staff", "true"), new("user.IsSuperuser", "true")]);

        var user = await site.AskAsync(s => s.GetRequiredService<AuthenticationDb>().Users.SingleAsync(u => u.MainCharacterId == main.Id));
        Assert.Equal((true, false, false), (user.IsActive, user.IsSuperuser, user.IsStaff));
    }

    private Task<string> EmailOfAsync(long main) =>
        site.AskAsync(s => s.GetRequiredService<AuthenticationDb>().Users.Where(u => u.MainCharacterId == main).Select(u => u.Email).SingleAsync());
}

public sealed class VerifiedRegistrationTests(VerifyingSiteFixture site) : IClassFixture<VerifyingSiteFixture>
{
    [Fact, Rule("AUTH-052"), Rule("AUTH-053"), Rule("AUTH-054"), Rule("AUTH-055")]
    public async Task The_link_in_the_mail_switches_the_account_on_once()
    {
        var (visitor, main) = (site.NewVisitor(), site.NextCharacter());
        var form = await SiteFixture.ThroughEveAsync(visitor, "/sso/login", main);

        var sent = await form.SubmitAsync("form[action='/account/register/']", new Dictionary<string, string> { ["email"] = "careful@example.com" });
        Assert.Equal("/account/register/complete/", sent.Address.AbsolutePath);
        var before = await UserAsync(main.Id);
        Assert.Equal(("", false), (before.Email, before.IsActive));
        var mail = (await site.LastMailToAsync("careful@example.com"))!;
        Assert.Contains("Test Auth", mail.Text, StringComparison.Ordinal);
        Assert.Contains(" EVE time", mail.Text, StringComparison.Ordinal);
        Assert.Contains("<a href=", mail.Html, StringComparison.Ordinal);
        var link = LinkIn(mail.Text);

        var broken = await visitor.OpenAsync(link[..^5] + "AAAA/");
        Assert.Equal(HttpStatusCode.BadRequest, broken.Status);

        var done = await visitor.OpenAsync(link);
        Assert.Equal("/account/activate/complete/", done.Address.AbsolutePath);
        var after = await UserAsync(main.Id);
        Assert.Equal(("careful@example.com", true), (after.Email, after.IsActive));

        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.OpenAsync(link)).Status);
        Assert.Equal("/dashboard/", (await SiteFixture.ThroughEveAsync(visitor, "/sso/login", main)).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_changed_address_counts_once_its_link_was_opened()
    {
        var (visitor, main) = (site.NewVisitor(), site.NextCharacter());
        var form = await SiteFixture.ThroughEveAsync(visitor, "/sso/login", main);
        await form.SubmitAsync("form[action='/account/register/']", new Dictionary<string, string> { ["email"] = "old@example.com" });
        await visitor.OpenAsync(LinkIn((await site.LastMailToAsync("old@example.com"))!.Text));
        await SiteFixture.ThroughEveAsync(visitor, "/sso/login", main);

        var profile = await visitor.OpenAsync("/account/profile/");
        await profile.SubmitAsync("#email-form", new Dictionary<string, string> { ["email"] = "fresh@example.com" });
        Assert.Equal("old@example.com", (await UserAsync(main.Id)).Email);

        await visitor.OpenAsync(LinkIn((await site.LastMailToAsync("fresh@example.com"))!.Text));
        Assert.Equal("fresh@example.com", (await UserAsync(main.Id)).Email);
    }

    private static string LinkIn(string text) => new Uri(text.Split('\n').Single(l => l.StartsWith("http", StringComparison.Ordinal)).Trim()).AbsolutePath;

    private Task<Authentication.Domain.User> UserAsync(long main) =>
        site.AskAsync(s => s.GetRequiredService<AuthenticationDb>().Users.AsNoTracking().SingleAsync(u => u.MainCharacterId == main));
}

public sealed class ClosedRegistrationTests(ClosedSiteFixture site) : IClassFixture<ClosedSiteFixture>
{
    [Fact, Rule("AUTH-050")]
    public async Task Where_nobody_new_is_taken_the_form_says_so()
    {
        var page = await site.NewVisitor().OpenAsync("/account/register/");

        Assert.Equal("/account/register/closed/", page.Address.AbsolutePath);
        Assert.Contains("Registration is closed", page.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_tries_too_often_has_to_wait()
    {
        var visitor = site.NewVisitor();
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 10; i++)
        {
            answers.Add((await visitor.GetAsync("/sso/login")).Status);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
    }
}
