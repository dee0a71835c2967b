using System.Globalization;
using System.Net;
using System.Text;
using AllianceAuth.Shared.Web.Tests.Site;
using Xunit;

namespace AllianceAuth.Shared.Web.Tests;

/// <summary>Pages that all visitors share: what is shared, and what never is.</summary>
public sealed class KeptPageTests : IClassFixture<SiteFixture>
{
    private const string Page = "/lobby/";
    private const string Token = "input[name=__RequestVerificationToken]";

    private readonly SiteFixture _site;

    public KeptPageTests(SiteFixture site)
    {
        _site = site;
        _site.Clock.Hold();
    }

    [Fact]
    public async Task A_crowd_is_shown_one_drawing_until_it_is_old()
    {
        using var one = _site.Open(pilot: null);
        using var other = _site.Open(pilot: null);

        var first = (await one.GetAsync(Page)).Text("#drawing");
        var second = (await other.GetAsync(Page)).Text("#drawing");
        _site.Clock.Advance(TimeSpan.FromSeconds(5));
        var later = (await other.GetAsync(Page)).Text("#drawing");

        Assert.Equal(first, second);
        Assert.NotEqual(first, later);
    }

    [Fact]
    public async Task Each_language_has_its_own()
    {
        using var english = _site.Open(pilot: null);
        using var german = _site.Open(pilot: null, language: "de");

        var first = await english.GetAsync(Page);
        var second = await german.GetAsync(Page);
        var again = await english.GetAsync(Page);

        Assert.Equal("de", second.Document.DocumentElement.GetAttribute("lang"));
        Assert.NotEqual(first.Text(".skip"), second.Text(".skip"));
        Assert.Equal("en", again.Document.DocumentElement.GetAttribute("lang"));
    }

    [Fact]
    public async Task Each_theme_has_its_own()
    {
        using var plain = _site.Open(pilot: null);
        using var dark = _site.Open(pilot: null);
        dark.Cookies.Add(_site.Address, new Cookie("theme", "darkly"));

        await plain.GetAsync(Page);
        var second = await dark.GetAsync(Page);
        var again = await plain.GetAsync(Page);

        Assert.Equal("darkly", second.Document.DocumentElement.GetAttribute("data-skin"));
        Assert.Null(again.Document.DocumentElement.GetAttribute("data-skin"));
    }

    [Fact]
    public async Task Each_visitor_has_a_token_and_a_cookie_of_their_own()
    {
        using var one = _site.Open(pilot: null);
        using var other = _site.Open(pilot: null);

        var first = TokenOf(await one.GetAsync(Page));
        var second = TokenOf(await other.GetAsync(Page));

        Assert.NotEqual(first, second);
        Assert.NotEqual(one.Cookie("antiforgery"), other.Cookie("antiforgery"));
        Assert.Equal(HttpStatusCode.SeeOther, (await SelectFrenchAsync(one, first)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await SelectFrenchAsync(other, first)).Status);
    }

    [Fact]
    public async Task Its_form_is_refused_without_a_token()
    {
        using var visitor = _site.Open(pilot: null);
        await visitor.GetAsync(Page);

        var answer = await visitor.SendAsync(HttpMethod.Post, "/i18n/setlang/", new Dictionary<string, string> { ["language"] = "fr" });

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Null(visitor.Cookie("language"));
    }

    [Fact]
    public async Task Whoever_is_signed_in_gets_a_page_that_is_nobody_elses()
    {
        using var visitor = _site.Open(pilot: null);
        using var pilot = _site.Open();

        var shared = (await visitor.GetAsync(Page)).Text("#drawing");
        var own = await pilot.GetAsync(Page);
        var after = (await visitor.GetAsync(Page)).Text("#drawing");

        Assert.NotEqual(shared, own.Text("#drawing"));
        Assert.Contains("no-store", own.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal(shared, after);
    }

    [Fact]
    public async Task What_is_told_to_one_visitor_is_told_to_no_other()
    {
        using var told = _site.Open(pilot: null);
        using var other = _site.Open(pilot: null);
        await told.GetAsync(Page);
        await told.GetAsync("/whisper/");

        var first = await told.GetAsync(Page);
        var second = await other.GetAsync(Page);

        Assert.Single(first.Document.QuerySelectorAll(".callout"));
        Assert.Empty(second.Document.QuerySelectorAll(".callout"));
    }

    [Fact]
    public async Task A_query_is_nobody_elses()
    {
        using var visitor = _site.Open(pilot: null);
        var shared = await visitor.GetAsync(Page);

        var asked = await visitor.GetAsync($"{Page}?next=/groups/");
        var after = await visitor.GetAsync(Page);

        Assert.Equal($"{Page}?next=/groups/", asked.Document.QuerySelector("input[name=next]")!.GetAttribute("value"));
        Assert.Equal(Page, after.Document.QuerySelector("input[name=next]")!.GetAttribute("value"));
        Assert.Equal(shared.Text("#drawing"), after.Text("#drawing"));
    }

    [Fact]
    public async Task It_answers_with_the_headers_of_any_page()
    {
        using var visitor = _site.Open(pilot: null);
        await visitor.GetAsync(Page);

        var kept = await visitor.GetAsync(Page);
        var drawn = await visitor.GetAsync($"{Page}?drawn");

        foreach (var name in new[] { "Content-Security-Policy", "Cache-Control", "Vary", "Content-Type", "X-Content-Type-Options", "Referrer-Policy" })
        {
            Assert.Equal(drawn.Header(name), kept.Header(name));
        }

        Assert.Contains("no-store", kept.Header("Cache-Control"), StringComparison.Ordinal);
        Assert.Contains("HX-Request", kept.Header("Vary"), StringComparison.Ordinal);
        Assert.Equal(Encoding.UTF8.GetByteCount(kept.Body), int.Parse(kept.Header("Content-Length")!, CultureInfo.InvariantCulture));
    }

    private static string TokenOf(Answer page) => page.Document.QuerySelector(Token)!.GetAttribute("value")!;

    private static Task<Answer> SelectFrenchAsync(Browser browser, string token) => browser.SendAsync(
        HttpMethod.Post, "/i18n/setlang/", new Dictionary<string, string> { ["language"] = "fr", ["__RequestVerificationToken"] = token });
}
