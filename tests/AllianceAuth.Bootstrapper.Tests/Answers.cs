using System.Text.RegularExpressions;

namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>What every answer carries, and the pages for when something is wrong.</summary>
[Collection(OnTheSite.Name)]
public sealed partial class Answers(SiteFixture site)
{
    [Theory, InlineData("/account/login/"), InlineData("/dashboard/"), InlineData("/nothing/here/"), InlineData("/ui-kit/fault"), InlineData("/robots.txt"), InlineData("/site.webmanifest"),
     InlineData("/_content/AllianceAuth.Shared.Web/css/app.css"), InlineData("/sso/callback/"), InlineData("/healthz"), InlineData("/notifications/count/"), InlineData("/admin/")]
    public async Task Every_kind_of_answer_carries_the_security_headers(string address)
    {
        using var visitor = site.NewVisitor();

        var headers = (await visitor.GetAsync(address)).Answer.Headers;

        var policy = headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(headers.Contains("Referrer-Policy"));
        Assert.False(headers.Contains("Server"));
        Assert.Matches("^[0-9a-f]{32}$", headers.GetValues("X-Request-Id").Single());
    }

    [Fact]
    public async Task What_one_person_may_see_stays_in_no_cache()
    {
        using var visitor = await site.NewMemberAsync();

        Assert.Contains("no-store", (await visitor.OpenAsync("/dashboard/")).Answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_shows_a_number_that_is_in_the_log_and_nothing_of_the_fault()
    {
        using var visitor = site.NewVisitor();

        var page = await visitor.OpenAsync("/ui-kit/fault");

        Assert.Equal(HttpStatusCode.InternalServerError, page.Status);
        Assert.DoesNotContain("Exception", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("Thrown on purpose", page.Body, StringComparison.Ordinal);
        var number = ErrorNumber().Match(page.AllText).Value;
        Assert.NotEmpty(number);
        await Eventually.TrueAsync(() => site.ReadLog().Contains(number, StringComparison.Ordinal), "the number in the log");
    }

    [Fact]
    public async Task A_page_that_is_not_there_says_so()
    {
        using var visitor = site.NewVisitor();

        var page = await visitor.OpenAsync("/nothing/here/");

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.NotEmpty(page.Text("h1"));
    }

    [Fact]
    public async Task A_page_that_one_may_not_see_names_the_permission()
    {
        using var visitor = await site.NewMemberAsync();

        var page = await visitor.OpenAsync("/admin/eveonline/esi/");

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.NotEmpty(page.Text("main code"));
    }

    [Theory, InlineData("/admin/authentication/user/999999/change/"), InlineData("/admin/authentication/state/999999/change/"), InlineData("/account/tokens/delete/99999999999999999999")]
    public async Task What_does_not_exist_is_a_404_and_no_fault(string address)
    {
        using var admin = await site.NewAdminAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await admin.GetAsync(address)).Status);
    }

    [Fact]
    public async Task Each_answer_says_in_development_which_slice_made_it()
    {
        using var visitor = site.NewVisitor();

        Assert.Equal("Authentication/LogIn", (await visitor.GetAsync("/account/login/")).Answer.Headers.GetValues("X-Slice").Single());
    }

    [GeneratedRegex("[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ErrorNumber();
}

/// <summary>A site where few may try to sign in at once.</summary>
public sealed class TooManyLogins(TooManyLogins.StrictSite site) : IClassFixture<TooManyLogins.StrictSite>
{
    private const int Allowed = 5;

    [Fact]
    public async Task Who_tries_too_often_is_told_when_to_come_back()
    {
        using var visitor = site.NewVisitor();
        var token = HostileInput.TokenOf(await visitor.OpenAsync("/admin/login/"));
        var answers = new List<VisitedPage>();
        for (var i = 0; i <= Allowed; i++)
        {
            answers.Add(await visitor.PostAsync("/admin/login/", [new("username", "nobody"), new("password", $"wrong-{i}"), token]));
        }

        var refused = answers[^1];
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answers[0].Status);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
        Assert.True(refused.Answer.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.NotEmpty(refused.Text("h1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, (await visitor.GetAsync("/sso/login")).Status);
        Assert.Equal(HttpStatusCode.OK, (await visitor.GetAsync("/healthz")).Status);
    }

    public sealed class StrictSite : SiteFixture
    {
        protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Authentication:LoginsPerMinute", $"{Allowed}")];
    }
}
