using System.Net;
using AllianceAuth.Shared.Web.Tests.Site;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Shared.Web.Tests;

public sealed class FrameTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact, Rule("MENU-002")]
    public async Task A_visitor_sees_no_entries()
    {
        using var browser = site.Open(pilot: null);

        var page = await browser.GetAsync("/ui-kit");

        Assert.Empty(page.Document.QuerySelectorAll(".nav-item"));
        Assert.Equal("/account/login/?next=%2Fui-kit", page.Document.QuerySelector(".topbar a.btn")!.GetAttribute("href"));
    }

    [Fact, Rule("MENU-004"), Rule("MENU-008"), Rule("MENU-009")]
    public async Task A_user_sees_what_they_may_use_in_order()
    {
        using var browser = site.Open(pilot: 2);

        var page = await browser.GetAsync("/dashboard/");

        Assert.Equal(
            ["Dashboard", "Groups", "Services", "Fleet operations", "Structure timers", "Group requests"],
            page.Document.QuerySelectorAll(".nav-item > span:not(.counter)").Select(e => e.TextContent));
    }

    [Fact, Rule("MENU-006")]
    public async Task A_number_is_shown_from_one_up()
    {
        using var browser = site.Open();

        var page = await browser.GetAsync("/dashboard/");

        Assert.StartsWith("7", page.Text("#count-lantern-requests"), StringComparison.Ordinal);
        Assert.Equal("", page.Text("#count-lantern-groups"));
    }

    [Fact, Rule("MENU-049")]
    public async Task An_entry_says_its_whole_label_on_hover()
    {
        using var browser = site.Open();

        var page = await browser.GetAsync("/dashboard/");

        Assert.All(page.Document.QuerySelectorAll("#menu .nav-item"), e => Assert.Equal(e.QuerySelector("span")!.TextContent, e.GetAttribute("title")));
        Assert.NotEmpty(page.Document.QuerySelectorAll("#menu .nav-item"));
    }

    [Fact, Rule("MENU-047")]
    public async Task The_sidebar_folds_to_icons_and_stays_so()
    {
        using var browser = site.Open();
        var before = await browser.GetAsync("/dashboard/");
        Assert.False(before.Document.DocumentElement.HasAttribute("data-rail"));

        Assert.Equal("/menu/rail/", before.Document.QuerySelector("form[data-rail-switch]")!.GetAttribute("action"));
        await browser.PostAsync("/menu/rail/");

        var after = await browser.GetAsync("/dashboard/");
        Assert.True(after.Document.DocumentElement.HasAttribute("data-rail"));
        Assert.Equal("false", after.Document.QuerySelector("[data-rail-switch] button")!.GetAttribute("aria-expanded"));
    }

    [Theory]
    [InlineData("/dashboard/", "Dashboard")]
    [InlineData("/srp/", "Ship replacement")]
    public async Task The_entry_of_the_page_is_marked(string address, string label)
    {
        using var browser = site.Open();

        var page = await browser.GetAsync(address);

        Assert.Equal(label, page.Text(".nav-item[aria-current=page] > span:not(.counter)"));
    }

    [Fact, Rule("UI-021"), Rule("UI-019")]
    public async Task The_frame_says_where_and_who_one_is()
    {
        using var browser = site.Open();

        var page = await browser.GetAsync("/dashboard/");

        Assert.Equal("Dashboard · Lanternfall Auth", page.Document.Title);
        Assert.Equal(["Above", "Dashboard"], page.Document.QuerySelectorAll(".crumbs li").Select(e => e.TextContent.Trim()));
        Assert.Equal("Lanternfall Auth", page.Text(".brand"));
        Assert.Equal("http://localhost", page.Document.QuerySelector("meta[property='og:url']")!.GetAttribute("content"));
        Assert.StartsWith("3", page.Text("#count-bell"), StringComparison.Ordinal);
        Assert.Equal(1, page.Document.QuerySelectorAll("h1").Length);
    }

    [Fact, Rule("UI-017"), Rule("UI-018"), Rule("I18N-026")]
    public async Task The_user_menu_holds_the_pilot_and_what_is_theirs()
    {
        using var browser = site.Open();

        var page = await browser.GetAsync("/dashboard/");
        var menu = page.Document.QuerySelector("#user-menu")!;

        Assert.Contains("Maren Ostvik", menu.TextContent, StringComparison.Ordinal);
        Assert.Contains("Cinder & Quill", menu.TextContent, StringComparison.Ordinal);
        Assert.Contains("Member", menu.TextContent, StringComparison.Ordinal);
        Assert.Equal(["/account/characters/main/", "/account/tokens/manage/", "/admin/"], menu.QuerySelectorAll("a.item").Select(a => a.GetAttribute("href")));
        Assert.Equal("/account/logout/", menu.QuerySelector("form:has(.fa-right-from-bracket)")!.GetAttribute("action"));
        Assert.NotNull(page.Document.QuerySelector("time[data-eve-clock]"));
        Assert.Contains("23,914 pilots online", page.Text(".sidebar-foot"), StringComparison.Ordinal);
    }

    [Fact, Rule("UI-017")]
    public async Task Only_staff_finds_the_way_to_the_admin_site()
    {
        using var browser = site.Open(pilot: 2);

        var page = await browser.GetAsync("/dashboard/");

        Assert.Empty(page.Document.QuerySelectorAll("#user-menu a[href='/admin/']"));
        Assert.Contains("/characters/1/portrait", page.Document.QuerySelector(".me img")!.GetAttribute("src"), StringComparison.Ordinal);
    }

    [Fact, Rule("UI-022"), Rule("UI-025"), Rule("I18N-007")]
    public async Task A_public_page_has_its_own_frame()
    {
        using var browser = site.Open(pilot: null);

        var page = await browser.GetAsync("/ui-kit/public");

        Assert.NotNull(page.Document.QuerySelector(".stage-art > img"));
        Assert.NotNull(page.Document.QuerySelector("form[action='/i18n/setlang/']"));
        Assert.NotNull(page.Document.QuerySelector("a[href*='authorized-apps']"));
        Assert.NotNull(page.Document.QuerySelector("a[href*='support.eveonline.com']"));
        Assert.Equal("Lanternfall Auth", page.Document.QuerySelector("meta[property='og:title']")!.GetAttribute("content"));
        Assert.Equal("Keep the lantern lit.", page.Document.QuerySelector("meta[property='og:description']")!.GetAttribute("content"));
        Assert.Contains("touch-180", page.Document.QuerySelector("meta[property='og:image']")!.GetAttribute("content"), StringComparison.Ordinal);
    }

    [Fact, Rule("UI-033"), Rule("UI-034")]
    public async Task Operators_replace_logo_and_style_without_rebuilding()
    {
        using var browser = site.Open();
        Directory.CreateDirectory(Path.Combine(site.CustomFolder, "img"));
        var logo = Path.Combine(site.CustomFolder, "img", "logo.svg");
        await File.WriteAllTextAsync(logo, "<svg xmlns='http://www.w3.org/2000/svg'/>");

        var page = await browser.GetAsync("/dashboard/");
        var address = page.Document.QuerySelector(".brand img")!.GetAttribute("src")!;
        var file = await browser.GetAsync(address);
        File.Delete(logo);

        Assert.StartsWith("/custom/img/logo.svg", address, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, file.Status);
        Assert.StartsWith("/custom/css/custom.css", page.Document.QuerySelectorAll("link[rel=stylesheet]")[^1].GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact, Rule("UI-035"), Rule("UI-036")]
    public async Task Icons_manifest_and_robots_file_are_there()
    {
        using var browser = site.Open(pilot: null);

        var page = await browser.GetAsync("/ui-kit/public");
        var manifest = await browser.GetAsync("/site.webmanifest");
        var robots = await browser.GetAsync("/robots.txt");
        var icon = await browser.GetAsync("/favicon.ico");

        foreach (var link in page.Document.QuerySelectorAll("link[rel=icon], link[rel=apple-touch-icon]"))
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(link.GetAttribute("href")!)).Status);
        }

        Assert.Contains("\"short_name\":\"Lanternfall Auth\"", manifest.Body, StringComparison.Ordinal);
        Assert.Contains("512x512", manifest.Body, StringComparison.Ordinal);
        Assert.Contains("Disallow: /", robots.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(icon.Header("Location")!)).Status);
    }

    [Fact]
    public async Task The_search_finds_pages_and_pilots()
    {
        using var browser = site.Open();

        var page = await browser.GetAsync("/search/?q=sa", ("HX-Request", "true"), ("HX-Request-Type", "partial"));

        Assert.Null(page.Document.QuerySelector(".sidebar"));
        Assert.Contains("Sable Wrenfield", page.Text("#command-hits"), StringComparison.Ordinal);
    }
}
