using System.Net;
using AllianceAuth.Shared.Web.Tests.Site;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Shared.Web.Tests;

public sealed class MessageTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Theory, Rule("UI-026")]
    [InlineData("info", "callout is-info")]
    [InlineData("success", "callout is-ok")]
    [InlineData("warning", "callout is-warn")]
    [InlineData("error", "callout is-bad")]
    public async Task Each_level_has_its_look_and_sign_and_can_be_closed(string level, string look)
    {
        using var browser = site.Open();

        await browser.PostAsync($"/flash/{level}/");
        var page = await browser.GetAsync("/dashboard/");
        var message = Assert.Single(page.Document.QuerySelectorAll(".callout"));

        Assert.Equal(look, message.ClassName);
        Assert.NotNull(message.QuerySelector("i"));
        Assert.NotNull(message.QuerySelector("button[data-dismiss]"));
        Assert.Equal("Done for Scouts & <b>Cap</b>.", page.Text(".callout p"));
    }

    [Fact]
    public async Task A_message_is_shown_once_and_kept_sealed_until_then()
    {
        using var browser = site.Open();

        await browser.PostAsync("/flash/success/");
        Assert.DoesNotContain("lantern", browser.Cookie("flash"), StringComparison.Ordinal);
        var first = await browser.GetAsync("/dashboard/");
        var second = await browser.GetAsync("/dashboard/");

        Assert.Single(first.Document.QuerySelectorAll(".callout"));
        Assert.Empty(second.Document.QuerySelectorAll(".callout"));
        Assert.Null(browser.Cookie("flash"));
    }

    [Fact]
    public async Task A_cookie_that_is_not_ours_says_nothing_and_breaks_nothing()
    {
        using var browser = site.Open();
        browser.Cookies.Add(site.Address, new Cookie("flash", "made-up"));

        var page = await browser.GetAsync("/dashboard/");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Empty(page.Document.QuerySelectorAll(".callout"));
    }

    [Fact, Rule("UI-027")]
    public async Task On_public_pages_messages_stand_above_the_rest()
    {
        using var browser = site.Open(pilot: null);

        var page = await browser.GetAsync("/welcome/");

        Assert.Contains("Done for you.", page.Document.QuerySelector("main.stage-panel")!.FirstElementChild!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fragment_answers_htmx_with_itself_and_its_messages()
    {
        using var browser = site.Open();

        var answer = await browser.PostAsync("/card/join/", null, ("HX-Request", "true"), ("HX-Request-Type", "partial"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Contains("HX-Request-Type", answer.Header("Vary"), StringComparison.Ordinal);
        Assert.Equal(["article", "hx-partial"], answer.Document.Body!.Children.Select(e => e.LocalName));
        Assert.Contains("Done for Scouts.", answer.Text("hx-partial"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_answers_htmx_with_422_and_the_reason_in_the_card()
    {
        using var browser = site.Open();

        var answer = await browser.PostAsync("/card/join/", new Dictionary<string, string> { ["refuse"] = "1" }, ("HX-Request", "true"), ("HX-Request-Type", "partial"));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("Logistics <b> is managed by the site and cannot be joined.", answer.Text("[role=alert]"));
        Assert.Contains(site.Log.Lines, line => line.Text == "Refused: lantern.join.internal");
    }

    [Fact]
    public async Task Without_htmx_the_reason_waits_on_the_next_page()
    {
        using var browser = site.Open();

        var answer = await browser.PostAsync("/card/join/", new Dictionary<string, string> { ["refuse"] = "1" });
        var page = await browser.GetAsync(answer.Header("Location")!);

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Equal("/card/", answer.Header("Location"));
        Assert.Contains("cannot be joined", page.Text(".callout.is-warn"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_out_of_an_htmx_request_moves_the_whole_page()
    {
        using var browser = site.Open();

        var answer = await browser.PostAsync("/flash/info/", null, ("HX-Request", "true"), ("HX-Request-Type", "partial"));

        Assert.Equal(HttpStatusCode.NoContent, answer.Status);
        Assert.Equal("/dashboard/", answer.Header("HX-Redirect"));
    }
}
