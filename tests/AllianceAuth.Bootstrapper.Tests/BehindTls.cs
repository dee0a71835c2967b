using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>The site as it is shipped, behind a proxy that speaks https.</summary>
public sealed class BehindTls(BehindTls.ShippedSite site) : IClassFixture<BehindTls.ShippedSite>
{
    private const string Host = "auth.example.test";

    [Fact]
    public async Task Browsers_are_told_to_come_by_https_only()
    {
        using var visitor = site.NewVisitor();

        var secure = await visitor.AskAsync(HttpMethod.Get, "/account/login/", ("Host", Host), ("X-Forwarded-Proto", "https"));
        var plain = await visitor.AskAsync(HttpMethod.Get, "/account/login/", ("Host", Host));

        Assert.Matches("^max-age=[1-9][0-9]{5,}", Header(secure, "Strict-Transport-Security").Single());
        Assert.Empty(Header(plain, "Strict-Transport-Security"));
    }

    [Fact]
    public async Task Cookies_belong_to_this_host_alone_and_never_travel_in_the_open()
    {
        using var visitor = site.NewVisitor();

        var answer = await visitor.AskAsync(HttpMethod.Get, "/sso/login", ("Host", Host), ("X-Forwarded-Proto", "https"));

        var cookies = Header(answer, "Set-Cookie");
        Assert.NotEmpty(cookies);
        Assert.All(cookies, cookie =>
        {
            Assert.StartsWith("__Host-", cookie, StringComparison.Ordinal);
            Assert.Contains("path=/", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        });
    }

    [Fact]
    public void The_session_is_such_a_cookie_too()
    {
        var session = site.Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>().Get(CookieAuthenticationDefaults.AuthenticationScheme).Cookie;

        Assert.Equal(("__Host-session", CookieSecurePolicy.Always, true, null), (session.Name, session.SecurePolicy, session.HttpOnly, session.Domain));
    }

    private static string[] Header(VisitedPage page, string name) => page.Answer.Headers.TryGetValues(name, out var values) ? [.. values] : [];

    public sealed class ShippedSite : AppFixture
    {
        protected override string Environment => "Production";

        protected override IEnumerable<KeyValuePair<string, string?>> Settings =>
            [new("Site:Url", $"https://{Host}"), new("Site:Development", "false"), new("FORWARDEDHEADERS_ENABLED", "true")];
    }
}
