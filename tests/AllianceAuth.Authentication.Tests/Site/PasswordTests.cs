using System.Net;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Site;

public sealed class PasswordTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Another = "lantern-84-comet-stillborn";

    [Fact]
    public async Task A_wrong_password_says_so_and_keeps_the_name()
    {
        using var root = await site.RootAsync("wronged");
        var page = await site.NewVisitor().OpenAsync("/admin/login/");

        var again = await page.SubmitAsync("form[action='/admin/login/']", new Dictionary<string, string> { ["username"] = "wronged", ["password"] = "nope" });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, again.Status);
        Assert.Equal("wronged", again.Find("input[name=username]").GetAttribute("value"));
        Assert.Contains("User name or password is wrong", again.AllText, StringComparison.Ordinal);
    }

    [Fact, Rule("AUTH-086"), Rule("AUTH-087")]
    public async Task A_password_is_changed_by_whoever_knows_it_and_other_browsers_are_out()
    {
        using var here = await site.RootAsync("changer");
        using var there = await site.RootAsync("changer");
        var form = await here.OpenAsync("/account/password_change/");

        var weak = await form.SubmitAsync("main form[action='/account/password_change/']", Fields(SiteFixture.RootPassword, "12345678"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, weak.Status);
        var done = await form.SubmitAsync("main form[action='/account/password_change/']", Fields(SiteFixture.RootPassword, Another));

        Assert.Equal("/account/profile/", done.Address.AbsolutePath);
        var login = await there.OpenAsync("/dashboard/");
        Assert.Equal("/account/login/", login.Address.AbsolutePath);
        Assert.Contains(site.Say("authentication.login.ended"), login.AllText, StringComparison.Ordinal);
        Assert.Equal("/dashboard/", (await here.OpenAsync("/dashboard/")).Address.AbsolutePath);
    }

    [Fact, Rule("AUTH-086")]
    public async Task A_forgotten_password_is_replaced_by_a_link_that_works_once()
    {
        using var root = await site.RootAsync("forgetful");
        var visitor = site.NewVisitor();
        var ask = await visitor.OpenAsync("/account/password_reset/");
        await ask.SubmitAsync("main form[action='/account/password_reset/']", new Dictionary<string, string> { ["email"] = "forgetful@example.com" });
        var mail = (await site.LastMailToAsync("forgetful@example.com"))!;
        var link = new Uri(mail.Text.Split('\n').Single(l => l.StartsWith("http", StringComparison.Ordinal)).Trim()).AbsolutePath;

        var form = await visitor.OpenAsync(link);
        var done = await form.SubmitAsync($"main form[action='{link}']", new Dictionary<string, string> { ["password"] = Another, ["again"] = Another });

        Assert.Equal("/admin/login/", done.Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.BadRequest, (await visitor.OpenAsync(link)).Status);
        Assert.Equal("/account/login/", (await root.OpenAsync("/dashboard/")).Address.AbsolutePath);
    }

    [Fact, Rule("AUTH-086")]
    public async Task Pilots_get_no_mail_and_the_answer_gives_nobody_away()
    {
        await site.RegisterAsync();
        var ask = await site.NewVisitor().OpenAsync("/account/password_reset/");

        var known = await ask.SubmitAsync("main form[action='/account/password_reset/']", new Dictionary<string, string> { ["email"] = "pilot@example.com" });
        var unknown = await ask.SubmitAsync("main form[action='/account/password_reset/']", new Dictionary<string, string> { ["email"] = "nobody@example.com" });

        Assert.Null(await site.LastMailToAsync("pilot@example.com"));
        Assert.Equal(known.Text("main h2"), unknown.Text("main h2"));
    }

    private static Dictionary<string, string> Fields(string current, string password) => new(StringComparer.Ordinal) { ["current"] = current, ["password"] = password, ["again"] = password };
}
