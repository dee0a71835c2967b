using System.Net;
using AllianceAuth.Shared.Web.Tests.Site;
using Xunit;

namespace AllianceAuth.Shared.Web.Tests;

public sealed class FirstLookTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Theory]
    [InlineData("/ui-kit")]
    [InlineData("/ui-kit/public")]
    [InlineData("/dashboard/")]
    [InlineData("/search/")]
    [InlineData("/night/")]
    public async Task A_page_shows(string address)
    {
        using var browser = site.Open();

        var page = await browser.GetAsync(address);

        Assert.True(page.Status == HttpStatusCode.OK, string.Join('\n', site.Log.Lines) + page.Body);
    }
}
