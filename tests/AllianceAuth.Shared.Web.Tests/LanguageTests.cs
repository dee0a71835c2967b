using System.Globalization;
using System.Net;
using AllianceAuth.Shared.Web.Kit;
using AllianceAuth.Shared.Web.Localization;
using AllianceAuth.Shared.Web.Tests.Site;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Shared.Web.Tests;

public sealed class LanguageTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Fact, Rule("I18N-001"), Rule("I18N-013"), Rule("I18N-029")]
    public async Task A_browser_that_speaks_none_of_ours_reads_English()
    {
        using var browser = site.Open(language: "xx");

        var page = await browser.GetAsync("/ui-kit/public");

        Assert.Equal("en", page.Document.DocumentElement.GetAttribute("lang"));
    }

    [Theory, Rule("I18N-013"), Rule("I18N-029")]
    [InlineData("de-AT,de;q=0.9", "de")]
    [InlineData("zh-CN", "zh-Hans")]
    [InlineData("pt;q=0.9,uk;q=0.8", "uk")]
    public async Task The_browser_says_which_language(string accepted, string shown)
    {
        using var browser = site.Open(language: accepted);

        var page = await browser.GetAsync("/ui-kit/public");

        Assert.Equal(shown, page.Document.DocumentElement.GetAttribute("lang"));
    }

    [Fact, Rule("I18N-013"), Rule("I18N-031")]
    public async Task The_cookie_goes_before_the_browser_and_bears_the_code_of_Alliance_Auth()
    {
        using var browser = site.Open(language: "de");

        var answer = await browser.PostAsync("/i18n/setlang/", new Dictionary<string, string> { ["language"] = "zh-hans" });
        var page = await browser.GetAsync("/ui-kit/public");

        Assert.Equal("zh-hans", browser.Cookie("language"));
        Assert.Contains("max-age=1209600", answer.Header("Set-Cookie"), StringComparison.Ordinal);
        Assert.Equal("zh-Hans", page.Document.DocumentElement.GetAttribute("lang"));
    }

    [Theory, Rule("I18N-008")]
    [InlineData("/groups/?page=2", "/groups/?page=2")]
    [InlineData("https://evil.example/", "/came-from/?a=1")]
    [InlineData("//evil.example/", "/came-from/?a=1")]
    public async Task It_leads_back_to_a_page_of_ours_only(string next, string target)
    {
        using var browser = site.Open();

        var answer = await browser.PostAsync(
            "/i18n/setlang/", new Dictionary<string, string> { ["language"] = "fr", ["next"] = next }, ("Referer", new Uri(site.Address, "/came-from/?a=1").AbsoluteUri));

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Equal(target, answer.Header("Location"));
    }

    [Fact, Rule("I18N-008")]
    public async Task Without_next_and_referring_page_it_leads_home()
    {
        using var browser = site.Open();

        var answer = await browser.PostAsync("/i18n/setlang/", new Dictionary<string, string> { ["language"] = "fr" });

        Assert.Equal("/", answer.Header("Location"));
    }

    [Fact, Rule("I18N-008"), Rule("I18N-011")]
    public async Task An_unknown_code_sets_no_cookie_and_is_not_stored()
    {
        using var browser = site.Open();
        var before = site.Stored.Saved.Count;

        var answer = await browser.PostAsync("/i18n/setlang/", new Dictionary<string, string> { ["language"] = "tlh" });

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Null(browser.Cookie("language"));
        Assert.Equal(before, site.Stored.Saved.Count);
    }

    [Fact, Rule("I18N-009")]
    public async Task A_user_keeps_the_language_in_the_profile()
    {
        using var browser = site.Open(pilot: 1);

        await browser.PostAsync("/i18n/setlang/", new Dictionary<string, string> { ["language"] = "it" });

        Assert.Single(site.Stored.Saved, saved => saved == "1 language it");
    }

    [Fact, Rule("I18N-010")]
    public async Task For_a_visitor_nothing_is_stored()
    {
        using var browser = site.Open(pilot: null);

        await browser.PostAsync("/i18n/setlang/", new Dictionary<string, string> { ["language"] = "ja" });

        Assert.Equal("ja", browser.Cookie("language"));
        Assert.DoesNotContain(site.Stored.Saved, saved => saved.EndsWith("language ja", StringComparison.Ordinal));
    }

    [Fact, Rule("I18N-012")]
    public async Task A_profile_that_cannot_be_written_disturbs_nobody()
    {
        using var browser = site.Open();
        site.Stored.Fails = true;

        var answer = await browser.PostAsync("/i18n/setlang/", new Dictionary<string, string> { ["language"] = "ko" });
        site.Stored.Fails = false;

        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Equal("ko", browser.Cookie("language"));
        Assert.Contains(site.Log.Lines, line => line.Text.Contains("was not stored", StringComparison.Ordinal));
    }

    [Theory, Rule("I18N-006"), Rule("I18N-007")]
    [InlineData("/ui-kit/public", null)]
    [InlineData("/dashboard/", 1)]
    [InlineData("/ui-kit", null)]
    public async Task The_selector_offers_every_language_in_its_own_name(string address, int? pilot)
    {
        using var browser = site.Open(pilot, language: "de");

        var page = await browser.GetAsync(address);
        var select = page.Document.QuerySelector("form[action='/i18n/setlang/'] select[name=language]")!;
        var options = select.QuerySelectorAll("option");

        Assert.Equal(
            ["English (en)", "Deutsch (de)", "Español (es)", "简体中文 (zh-hans)", "Русский (ru)", "한국어 (ko)", "Français (fr)", "日本語 (ja)", "Italiano (it)", "Українська (uk)"],
            options.Select(o => o.TextContent));
        Assert.Equal("de", Assert.Single(options, o => o.HasAttribute("selected")).GetAttribute("value"));
        Assert.True(select.HasAttribute("data-autosubmit"));
    }

    [Theory, Rule("I18N-016"), Rule("I18N-017"), Rule("I18N-018"), Rule("I18N-019")]
    [InlineData("de", "en", "de")]
    [InlineData("en", "en", null)]
    [InlineData("", "en", null)]
    [InlineData("tlh", "en", null)]
    public async Task At_login_the_cookie_follows_the_profile_when_they_differ(string profile, string browserSays, string? cookie)
    {
        using var browser = site.Open(language: browserSays);

        await browser.GetAsync($"/restore/?language={profile}");

        Assert.Equal(cookie, browser.Cookie("language"));
    }

    [Fact, Rule("I18N-016"), Rule("I18N-020")]
    public async Task At_login_another_cookie_is_overwritten()
    {
        using var browser = site.Open();
        await browser.PostAsync("/i18n/setlang/", new Dictionary<string, string> { ["language"] = "fr" });

        var answer = await browser.GetAsync("/restore/?language=de");

        Assert.Equal("de", browser.Cookie("language"));
        Assert.Contains("max-age=1209600", answer.Header("Set-Cookie"), StringComparison.Ordinal);
    }

    [Fact, Rule("I18N-003")]
    public async Task A_text_without_translation_is_shown_in_English()
    {
        using var browser = site.Open(language: "de");

        var page = await browser.GetAsync("/dashboard/");
        var labels = page.Document.QuerySelectorAll(".nav-item > span:not(.counter)").Select(s => s.TextContent).ToList();

        Assert.Contains("Gruppen", labels);
        Assert.Contains("Services", labels);
    }

    [Fact, Rule("I18N-004")]
    public async Task Operators_may_say_it_their_own_way()
    {
        using var browser = site.Open(language: "fr");

        var page = await browser.GetAsync("/ui-kit");

        Assert.Contains("Oups", page.Text(".toast-note"), StringComparison.Ordinal);
    }

    [Fact, Rule("I18N-025")]
    public void Times_are_shown_in_UTC() =>
        Assert.Equal("2026-11-20 18:05 EVE", EveTimeText.Full(new DateTimeOffset(2026, 11, 20, 20, 5, 0, TimeSpan.FromHours(2))));

    [Theory, Rule("I18N-030")]
    [InlineData("ru", 1, "one")]
    [InlineData("ru", 3, "few")]
    [InlineData("ru", 11, "many")]
    [InlineData("uk", 22, "few")]
    [InlineData("uk", 112, "many")]
    [InlineData("fr", 0, "one")]
    [InlineData("de", 0, "other")]
    [InlineData("en", 1, "one")]
    [InlineData("ja", 1, "other")]
    public void Each_language_counts_in_its_own_way(string language, long number, string form) =>
        Assert.Equal(form, PluralForm.Of(CultureInfo.GetCultureInfo(language), number));
}
