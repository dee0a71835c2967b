using System.Net;
using AllianceAuth.Shared.Web.Tests.Site;
using Xunit;

namespace AllianceAuth.Shared.Web.Tests;

/// <summary>Parts of the frame that are drawn once for everybody: what differs between two people differs there too.</summary>
public sealed class KeptPartTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private const string Page = "/dashboard/";

    [Fact]
    public async Task Each_language_has_its_own()
    {
        using var english = site.Open();
        using var german = site.Open(language: "de");

        var first = await english.GetAsync(Page);
        var second = await german.GetAsync(Page);
        var again = await english.GetAsync(Page);

        Assert.NotEqual(first.Text("#user-menu a.item"), second.Text("#user-menu a.item"));
        Assert.Equal(first.Text("#user-menu a.item"), again.Text("#user-menu a.item"));
        Assert.Equal("de", Assert.Single(second.Document.QuerySelectorAll("#menu-language option[selected]")).GetAttribute("value"));
        Assert.Equal("en", Assert.Single(again.Document.QuerySelectorAll("#menu-language option[selected]")).GetAttribute("value"));
    }

    [Fact]
    public async Task Each_theme_has_its_own()
    {
        using var plain = site.Open();
        using var dark = site.Open();
        dark.Cookies.Add(site.Address, new Cookie("theme", "darkly"));

        var first = await plain.GetAsync(Page);
        var second = await dark.GetAsync(Page);

        Assert.Equal("auto", first.Document.QuerySelector("#menu-theme option[selected]")!.GetAttribute("value"));
        Assert.Equal("darkly", second.Document.QuerySelector("#menu-theme option[selected]")!.GetAttribute("value"));
        Assert.NotEqual(first.Document.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href"), second.Document.QuerySelector("link[rel=stylesheet]")!.GetAttribute("href"));
    }

    [Fact]
    public async Task Staff_and_others_have_their_own()
    {
        using var staff = site.Open();
        using var pilot = site.Open(pilot: 2);

        var first = await staff.GetAsync(Page);
        var second = await pilot.GetAsync(Page);
        var again = await staff.GetAsync(Page);

        Assert.NotNull(first.Document.QuerySelector("#user-menu a[href='/admin/']"));
        Assert.Null(second.Document.QuerySelector("#user-menu a[href='/admin/']"));
        Assert.NotNull(again.Document.QuerySelector("#user-menu a[href='/admin/']"));
    }

    [Fact]
    public async Task No_form_token_is_ever_kept()
    {
        using var one = site.Open();
        using var other = site.Open();

        var first = await one.GetAsync(Page);
        var second = await other.GetAsync(Page);

        var tokens = first.Document.QuerySelectorAll("input[name=__RequestVerificationToken]").Select(t => t.GetAttribute("value")).Distinct();
        Assert.NotEqual(Assert.Single(tokens), second.Document.QuerySelector("input[name=__RequestVerificationToken]")!.GetAttribute("value"));
    }
}
