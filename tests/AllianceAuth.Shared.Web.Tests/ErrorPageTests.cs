using System.Net;
using System.Text.RegularExpressions;
using AllianceAuth.Shared.Web.Tests.Site;
using AllianceAuth.Testing;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AllianceAuth.Shared.Web.Tests;

public sealed partial class ErrorPageTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Theory, Rule("UI-029"), Rule("UI-030"), Rule("AUTH-101")]
    [InlineData(400, "made no sense")]
    [InlineData(403, "not open to you")]
    [InlineData(404, "nothing here")]
    [InlineData(500, "broke on our side")]
    [InlineData(503, "Back in a moment")]
    public async Task Each_error_has_a_page_and_answers_with_its_own_status(int status, string title)
    {
        using var browser = site.Open();

        var page = await browser.GetAsync($"/ui-kit/error/{status}");

        Assert.Equal(status, (int)page.Status);
        Assert.Contains(title, page.Text("h1"), StringComparison.Ordinal);
        Assert.NotEmpty(page.Text("main p.muted"));
    }

    [Fact, Rule("UI-029")]
    public async Task An_unknown_address_is_not_found()
    {
        using var browser = site.Open(pilot: null);

        var page = await browser.GetAsync("/no/such/page/");

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Equal("There is nothing here.", page.Text("h1"));
        Assert.Null(page.Document.QuerySelector(".sidebar"));
    }

    [Fact, Rule("UI-029")]
    public async Task A_fault_shows_a_number_that_stands_in_the_log_and_nothing_else_of_it()
    {
        using var browser = site.Open();

        var page = await browser.GetAsync("/fault/");
        var number = page.Text(".secret output");

        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.Matches(Number(), number);
        Assert.Contains(site.Log.Lines, line => line.Level == LogLevel.Error && line.Text.Contains(number, StringComparison.Ordinal));
        Assert.DoesNotContain("on purpose", page.Body, StringComparison.Ordinal);
        Assert.Equal("/fault/", page.Document.QuerySelector("main .btn-primary")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_fault_answers_htmx_with_a_toast_only()
    {
        using var browser = site.Open();

        var answer = await browser.GetAsync("/fault/", ("HX-Request", "true"), ("HX-Request-Type", "partial"));

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal("none", answer.Header("HX-Reswap"));
        var part = Assert.Single(answer.Document.Body!.Children);
        Assert.Equal("hx-partial", part.LocalName);
        Assert.Equal("#toasts", part.GetAttribute("hx-target"));
        Assert.Matches(Number(), part.TextContent);
    }

    [Fact]
    public async Task The_pages_of_errors_speak_the_readers_language()
    {
        using var browser = site.Open(language: "de");

        var page = await browser.GetAsync("/fault/");

        Assert.Equal("de", page.Document.DocumentElement.GetAttribute("lang"));
    }

    [GeneratedRegex("[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", RegexOptions.None, 1000)]
    private static partial Regex Number();
}
