using AllianceAuth.BrowserTests.Pages;

namespace AllianceAuth.BrowserTests.Journeys;

/// <summary>Out of one browser, and out of all.</summary>
[Collection(OnTheSite.Name)]
public sealed class PilotSignsOut(BrowserFixture site)
{
    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task Signing_out_ends_this_browsers_session(bool script)
    {
        var page = await site.OpenAsync(script);
        await page.SignInAsync(site.Cast.Pilot());

        await page.SignOutAsync();

        await page.MustBeAtAsync("/account/login/");
        await page.GotoAsync("/account/profile/");
        await page.MustBeAtAsync("/account/login/");
        await page.MustSayAsync(site.Say("authentication.login.back", "/account/profile/"));
    }

    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task Signing_out_everywhere_ends_the_session_of_the_other_browser_at_its_next_click(bool script)
    {
        var pilot = site.Cast.Pilot();
        var here = await site.OpenAsync(script);
        await here.SignInAsync(pilot);
        var there = await site.OpenAsync(script);
        await there.SignInAsync(pilot);

        await here.GotoAsync("/account/profile/");
        await here.Locator("#everywhere-form button").ClickAsync();
        await here.MustBeAtAsync("/account/login/");
        await here.MustSayAsync(site.Say("authentication.logout.everywhere.done"));

        await there.Locator("a[href='/account/characters/main/']").First.ClickAsync();
        await there.MustBeAtAsync("/account/login/");
    }
}
