using System.Globalization;
using System.Net;
using AllianceAuth.Testing.Site;

namespace AllianceAuth.EveOnline.Tests.Features;

public sealed class PagesTests(AppFixture app) : IClassFixture<AppFixture>
{
    [Theory, Rule("AUTH-033"), Rule("AUTH-034")]
    [InlineData("/sso/callback/", HttpStatusCode.BadRequest, "incomplete answer")]
    [InlineData("/sso/callback/?code=abc", HttpStatusCode.BadRequest, "incomplete answer")]
    [InlineData("/sso/callback/?code=abc&state=made-up", HttpStatusCode.NotFound, "This sign-in is over")]
    public async Task A_callback_that_belongs_to_nothing_says_so(string address, HttpStatusCode status, string sentence)
    {
        using var visitor = app.NewVisitor();

        var page = await visitor.GetAsync(address);

        Assert.Equal(status, page.Status);
        Assert.Contains(sentence, page.AllText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turning_back_at_EVE_leads_to_a_page_that_offers_to_try_again()
    {
        using var visitor = app.NewVisitor();
        var eve = await visitor.OpenAsync("/sso/login");

        var page = await eve.SubmitAsync("form:has(button[name=cancel])", button: "button[name=cancel]");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("You cancelled the sign-in at EVE", page.AllText, StringComparison.Ordinal);
        Assert.StartsWith("/sso/login", page.Find("a.btn-primary").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/account/tokens/manage/")]
    [InlineData("/admin/eveonline/esi/")]
    [InlineData("/esi-check/")]
    public async Task Strangers_are_sent_to_the_login(string address)
    {
        using var visitor = app.NewVisitor();

        var answer = await visitor.GetAsync(address);

        Assert.InRange((int)answer.Status, 302, 303);
        Assert.Contains("/account/login/", answer.Location, StringComparison.Ordinal);
    }

    [Fact, Rule("AUTH-068"), Rule("AUTH-069"), Rule("AUTH-094")]
    public async Task A_pilot_sees_refreshes_and_deletes_a_token_and_no_admin_page()
    {
        using var visitor = app.NewVisitor();
        var pilot = app.Eve.Universe.Characters[app.Eve.Universe.Suggestions[0].CharacterId];
        var button = string.Create(CultureInfo.InvariantCulture, $"button[value='{pilot.Id}']");
        var page = await (await visitor.OpenAsync("/sso/login")).SubmitAsync($"form:has({button})", button: button);
        if (page.Document.QuerySelector("input[type=email]") is { } email)
        {
            await page.SubmitAsync("form:has(input[type=email])", new Dictionary<string, string>(StringComparer.Ordinal) { [email.GetAttribute("name")!] = "pilot@example.test" });
        }

        var tokens = await visitor.OpenAsync("/account/tokens/manage/");
        Assert.Contains(pilot.Name, tokens.AllText, StringComparison.Ordinal);
        Assert.Contains("publicData", tokens.AllText, StringComparison.Ordinal);
        Assert.Contains("your authorised apps", tokens.AllText, StringComparison.Ordinal);
        Assert.Contains("You lose your main", tokens.AllText, StringComparison.Ordinal);

        var refreshed = await tokens.SubmitAsync("form[action^='/account/tokens/refresh/']");
        Assert.Contains("works and was refreshed", refreshed.AllText, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.GetAsync("/esi-check/")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await visitor.GetAsync("/admin/eveonline/esi/")).Status);

        var deleted = await refreshed.SubmitAsync("form[action^='/account/tokens/delete/']");
        Assert.Contains("No tokens yet", deleted.AllText, StringComparison.Ordinal);
    }
}
