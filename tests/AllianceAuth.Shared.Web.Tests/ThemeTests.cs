using System.Net;
using AllianceAuth.Shared.Web.Tests.Site;
using AllianceAuth.Shared.Web.Themes;
using AllianceAuth.Testing;
using Microsoft.Extensions.Options;
using Xunit;

namespace AllianceAuth.Shared.Web.Tests;

public sealed class ThemeTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    private static readonly ThemeList Themes = new(ShippedThemes.All, Options.Create(new ThemeSettings()));

    [Theory, Rule("UI-002"), Rule("UI-005"), Rule("UI-009"), Rule("UI-010")]
    [InlineData("flatly", true, "flatly")]
    [InlineData(null, true, "dark")]
    [InlineData(null, false, "auto")]
    [InlineData(null, null, "auto")]
    [InlineData("", null, "auto")]
    [InlineData("uninstalled.theme.Hook", null, "auto")]
    [InlineData("uninstalled.theme.Hook", true, "auto")]
    public void The_chosen_theme_holds_while_it_is_installed(string? chosen, bool? night, string shown) => Assert.Equal(shown, Themes.Decide(chosen, night).Id);

    [Theory, Rule("UI-007")]
    [InlineData("allianceauth.theme.darkly.auth_hooks.DarklyThemeHook", "darkly")]
    [InlineData("allianceauth.theme.bootstrap.auth_hooks.BootstrapDarkThemeHook", "bootstrap-dark")]
    public void A_choice_made_in_Alliance_Auth_still_holds(string stored, string shown) => Assert.Equal(shown, Themes.Decide(stored, null).Id);

    [Fact, Rule("UI-015")]
    public void A_module_may_bring_its_own()
    {
        var themes = new ThemeList([.. ShippedThemes.All, new("ours", "Ours", ThemeScheme.Dark)], Options.Create(new ThemeSettings()));

        Assert.Equal("Ours", themes.Decide("ours", null).Name);
    }

    [Fact, Rule("UI-001")]
    public async Task Night_mode_flips_is_kept_and_leads_back()
    {
        using var browser = site.Open();

        var on = await browser.PostAsync("/night/?next=/groups/");
        var off = await browser.PostAsync("/night/?next=//evil.example");

        Assert.Equal("/groups/", on.Header("Location"));
        Assert.Equal("/", off.Header("Location"));
        Assert.Equal("off", browser.Cookie("night"));
        Assert.Equal(["1 night True", "1 night False"], site.Stored.Saved.Where(s => s.Contains("night", StringComparison.Ordinal)));
    }

    [Fact, Rule("UI-001")]
    public async Task The_old_address_asks_before_it_changes_anything()
    {
        using var browser = site.Open();

        var page = await browser.GetAsync("/night/?next=/groups/");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Null(browser.Cookie("night"));
        Assert.Equal("/night/?next=%2Fgroups%2F", page.Document.QuerySelector("main form[method=post]")!.GetAttribute("action"));
    }

    [Fact, Rule("UI-003"), Rule("UI-005")]
    public async Task With_night_mode_on_every_page_is_dark()
    {
        using var browser = site.Open();
        await browser.PostAsync("/night/");

        var page = await browser.GetAsync("/dashboard/");

        Assert.Equal("dark", page.Document.DocumentElement.GetAttribute("data-bs-theme"));
    }

    [Fact]
    public async Task Without_a_choice_the_system_of_the_visitor_decides_and_the_server_says_so()
    {
        using var browser = site.Open();

        var page = await browser.GetAsync("/dashboard/");

        Assert.Equal("auto", page.Document.DocumentElement.GetAttribute("data-bs-theme"));
        Assert.Null(page.Document.DocumentElement.GetAttribute("data-skin"));
    }

    [Fact, Rule("UI-012")]
    public async Task A_user_chooses_a_theme_and_keeps_it()
    {
        using var browser = site.Open();

        var answer = await browser.PostAsync("/theme/?next=/groups/", new Dictionary<string, string> { ["theme"] = "materia" });
        var page = await browser.GetAsync("/dashboard/");

        Assert.Equal("/groups/", answer.Header("Location"));
        Assert.Contains("1 theme materia", site.Stored.Saved);
        Assert.Equal("materia", page.Document.DocumentElement.GetAttribute("data-skin"));
        Assert.Contains(page.Document.QuerySelectorAll("link[rel=stylesheet]"), l => l.GetAttribute("href")!.Contains("lib/bootswatch/materia.css?v=", StringComparison.Ordinal));
    }

    [Fact, Rule("UI-012")]
    public async Task A_visitor_keeps_the_default()
    {
        using var browser = site.Open(pilot: null);

        await browser.PostAsync("/theme/", new Dictionary<string, string> { ["theme"] = "flatly" });

        Assert.Null(browser.Cookie("theme"));
    }

    [Theory, Rule("UI-013")]
    [InlineData("no-such-theme")]
    [InlineData("../evil")]
    [InlineData("")]
    public async Task An_unknown_theme_is_not_stored(string theme)
    {
        using var browser = site.Open();

        var answer = await browser.PostAsync("/theme/?next=https://evil.example/", new Dictionary<string, string> { ["theme"] = theme });

        Assert.Equal("/", answer.Header("Location"));
        Assert.Null(browser.Cookie("theme"));
    }

    [Fact, Rule("UI-011")]
    public async Task The_drop_down_lists_all_and_has_the_current_one_selected()
    {
        using var browser = site.Open();
        await browser.PostAsync("/theme/", new Dictionary<string, string> { ["theme"] = "darkly" });

        var page = await browser.GetAsync("/dashboard/?a=1");
        var form = page.Document.QuerySelector("form[action^='/theme/']")!;
        var options = form.QuerySelectorAll("option");

        Assert.Equal("/theme/?next=%2Fdashboard%2F%3Fa%3D1", form.GetAttribute("action"));
        Assert.Equal(site.Get<ThemeList>().All.Count, options.Length);
        Assert.Equal("Darkly", Assert.Single(options, o => o.HasAttribute("selected")).TextContent);
    }

    [Theory, Rule("UI-004"), Rule("UI-014")]
    [InlineData("theme=slate&night=true", "slate", "on")]
    [InlineData("night=true", null, "on")]
    [InlineData("night=false", null, "off")]
    [InlineData("theme=&x=1", null, null)]
    public async Task At_login_the_browser_gets_what_the_profile_chose(string profile, string? theme, string? night)
    {
        using var browser = site.Open();

        await browser.GetAsync($"/restore/?{profile}");

        Assert.Equal(theme, browser.Cookie("theme"));
        Assert.Equal(night, browser.Cookie("night"));
    }

    [Fact, Rule("UI-004"), Rule("UI-014")]
    public async Task At_login_a_different_choice_of_the_browser_is_overwritten()
    {
        using var browser = site.Open();
        await browser.GetAsync("/restore/?theme=flatly&night=false");

        await browser.GetAsync("/restore/?theme=darkly&night=true");

        Assert.Equal("darkly", browser.Cookie("theme"));
        Assert.Equal("on", browser.Cookie("night"));
    }

    [Fact, Rule("UI-008"), Rule("UI-031")]
    public async Task Every_file_of_a_page_comes_from_this_site()
    {
        using var browser = site.Open();

        var page = await browser.GetAsync("/dashboard/");
        var files = page.Document.QuerySelectorAll("link[rel=stylesheet], script[src]").Select(e => e.GetAttribute("href") ?? e.GetAttribute("src")!).ToList();

        Assert.True(files.Count > 8);
        Assert.All(files, file => Assert.StartsWith("/", file, StringComparison.Ordinal));
        foreach (var file in files)
        {
            var answer = await browser.GetAsync(file);
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Contains("immutable", answer.Header("Cache-Control"), StringComparison.Ordinal);
        }
    }
}
