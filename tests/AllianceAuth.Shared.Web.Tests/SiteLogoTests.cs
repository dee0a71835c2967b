using AllianceAuth.Shared.Web.Tests.Site;
using Xunit;

namespace AllianceAuth.Shared.Web.Tests;

public sealed class SiteLogoTests(SiteLogoTests.SiteOfAnAlliance site) : IClassFixture<SiteLogoTests.SiteOfAnAlliance>
{
    private const string Emblem = "/pictures/alliances/99000001/logo?size=64";

    [Fact]
    public async Task An_alliance_s_site_shows_the_alliance_s_logo_in_the_menu_and_at_the_login()
    {
        using var browser = site.Open();

        var page = await browser.GetAsync("/dashboard/");
        var login = await browser.GetAsync("/ui-kit/public");

        Assert.Equal(Emblem, page.Document.QuerySelector(".brand img")!.GetAttribute("src"));
        Assert.Equal(Emblem, login.Document.QuerySelector(".stage-art img.logo")!.GetAttribute("src"));
    }

    [Fact]
    public async Task A_logo_of_the_operator_s_own_goes_before_it()
    {
        using var browser = site.Open();
        var own = Path.Combine(site.CustomFolder, "img", "logo.svg");
        Directory.CreateDirectory(Path.GetDirectoryName(own)!);
        await File.WriteAllTextAsync(own, "<svg xmlns='http://www.w3.org/2000/svg'/>");

        var page = await browser.GetAsync("/dashboard/");
        File.Delete(own);

        Assert.StartsWith("/custom/img/logo.svg", page.Document.QuerySelector(".brand img")!.GetAttribute("src"), StringComparison.Ordinal);
    }

    public sealed class SiteOfAnAlliance : SiteFixture
    {
        protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Site:AllianceId", "99000001")];
    }
}
