using System.Net;
using AllianceAuth.Shared.Web.Security;
using AllianceAuth.Shared.Web.Tests.Site;
using Microsoft.Extensions.Logging;
using Xunit;

namespace AllianceAuth.Shared.Web.Tests;

public sealed class SecurityTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Theory]
    [InlineData("/dashboard/")]
    [InlineData("/nothing/")]
    [InlineData("/fault/")]
    [InlineData("/robots.txt")]
    public async Task Every_answer_carries_the_headers(string address)
    {
        using var browser = site.Open();

        var answer = await browser.GetAsync(address);
        var policy = answer.Header("Content-Security-Policy")!;

        Assert.Contains("default-src 'self'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("form-action 'self' http://sso.test", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
        Assert.Equal("same-origin", answer.Header("Referrer-Policy"));
        Assert.Equal("same-origin", answer.Header("Cross-Origin-Opener-Policy"));
        Assert.Contains("camera=()", answer.Header("Permissions-Policy"), StringComparison.Ordinal);
        Assert.Equal(32, answer.Header("X-Request-Id")!.Length);
    }

    [Fact]
    public async Task No_page_holds_inline_script_or_style()
    {
        using var browser = site.Open();

        var page = await browser.GetAsync("/ui-kit");

        Assert.Empty(page.Document.QuerySelectorAll("script:not([src]), style, [style], [onclick], [hx-on]"));
    }

    [Fact]
    public async Task A_page_of_a_signed_in_user_is_kept_by_no_cache()
    {
        using var browser = site.Open();

        var page = await browser.GetAsync("/dashboard/");

        Assert.Contains("no-store", page.Header("Cache-Control"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_good_token_the_endpoint_does_not_run_though_it_binds_no_form_field()
    {
        using var browser = site.Open();

        var post = await browser.SendAsync(HttpMethod.Post, "/flash/info/", new Dictionary<string, string> { ["a"] = "b" });
        var delete = await browser.SendAsync(HttpMethod.Delete, "/card/", null);
        var dashboard = await browser.GetAsync("/dashboard/");

        Assert.True(post.Status == HttpStatusCode.BadRequest, string.Join('\n', site.Log.Lines));
        Assert.Equal(HttpStatusCode.BadRequest, delete.Status);
        Assert.DoesNotContain("deleted", delete.Body, StringComparison.Ordinal);
        Assert.Empty(dashboard.Document.QuerySelectorAll(".callout"));
    }

    [Fact]
    public async Task What_was_typed_into_a_form_that_grew_old_can_be_sent_again()
    {
        using var browser = site.Open();
        var fields = new Dictionary<string, string> { ["fleet"] = "Home <b>defence</b>", ["password"] = "hunter2", ["__RequestVerificationToken"] = "old" };

        var page = await browser.SendAsync(HttpMethod.Post, "/card/typed/", fields, ("Sec-Fetch-Site", "same-origin"));
        var form = page.Document.QuerySelector("main form")!;
        var again = form.QuerySelectorAll("input[name]").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value")!);
        var answer = await browser.SendAsync(HttpMethod.Post, form.GetAttribute("action")!, again);

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.DoesNotContain("hunter2", page.Body, StringComparison.Ordinal);
        Assert.Equal("typed Home <b>defence</b>", answer.Body);
    }

    [Theory]
    [InlineData("cross-site")]
    [InlineData("same-site")]
    [InlineData("")]
    public async Task A_form_from_elsewhere_is_not_offered_again(string from)
    {
        using var browser = site.Open();

        var page = await browser.SendAsync(HttpMethod.Post, "/card/typed/", new Dictionary<string, string> { ["fleet"] = "x" }, ("Sec-Fetch-Site", from));

        Assert.Equal(HttpStatusCode.BadRequest, page.Status);
        Assert.Empty(page.Document.QuerySelectorAll("main form"));
    }

    [Fact]
    public async Task An_old_token_in_an_htmx_form_is_answered_with_a_new_one()
    {
        using var browser = site.Open();

        var answer = await browser.SendAsync(
            HttpMethod.Post, "/card/join/", new Dictionary<string, string> { ["a"] = "b" }, ("HX-Request", "true"), ("HX-Request-Type", "partial"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal("none", answer.Header("HX-Reswap"));
        Assert.NotEmpty(answer.Header("X-Fresh-Token")!);
        Assert.NotNull(answer.Document.QuerySelector("hx-partial[hx-target='#toasts']"));
    }

    [Fact]
    public async Task Our_cookies_are_unreadable_for_scripts_and_stay_on_this_site()
    {
        using var browser = site.Open();

        var answer = await browser.PostAsync("/theme/", new Dictionary<string, string> { ["theme"] = "dark" });
        var cookie = answer.Header("Set-Cookie")!;

        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("AllianceAuth.GroupManagement.Features.JoinGroup", "GroupManagement/JoinGroup")]
    [InlineData("AllianceAuth.Services.Connectors.Discord.Features.LinkAccount", "Services.Connectors.Discord/LinkAccount")]
    [InlineData("AllianceAuth.Shared.Web.Endpoints", "Shared/Web/Endpoints")]
    [InlineData("Microsoft.AspNetCore", null)]
    public void An_answer_names_its_slice(string home, string? slice) => Assert.Equal(slice, SliceHeaderMiddleware.Slice(home));

    [Fact]
    public async Task In_development_it_stands_in_the_answer()
    {
        using var browser = site.Open();

        var page = await browser.GetAsync("/search/");

        Assert.Equal("Shared/Web/Endpoints", page.Header("X-Slice"));
    }

    [Fact]
    public async Task A_request_of_nonsense_is_no_error_of_ours()
    {
        using var browser = site.Open();
        var before = site.Log.Lines.Count(l => l.Level >= LogLevel.Error);

        var answer = await browser.PostAsync("/i18n/setlang/", new Dictionary<string, string> { ["language"] = new string('x', 100_000) });

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Equal(before, site.Log.Lines.Count(l => l.Level >= LogLevel.Error));
    }
}
