using AllianceAuth.BrowserTests.Pages;

namespace AllianceAuth.BrowserTests.Journeys;

/// <summary>The last token of a character is its proof; the page says so before it goes.</summary>
[Collection(OnTheSite.Name)]
public sealed class PilotDeletesToken(BrowserFixture site)
{
    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task Deleting_the_last_token_asks_and_names_what_is_lost(bool script)
    {
        var pilot = site.Cast.Pilot(Furnishing.OurAlliance);
        var page = await site.OpenAsync(script);
        await page.SignInAsync(pilot);
        await page.GotoAsync("/account/tokens/manage/");

        await page.Locator("button[popovertarget$='-delete'][aria-haspopup=dialog]").ClickAsync();

        var question = page.Locator(".dialog.confirm:popover-open");
        await Assertions.Expect(question).ToContainTextAsync(site.Say("eveonline.tokens.question", pilot.Name));
        await Assertions.Expect(question).ToContainTextAsync(site.Say("eveonline.tokens.loss.main", pilot.Name));

        await question.Locator("footer > button").ClickAsync();
        await Assertions.Expect(question).ToHaveCountAsync(0);
        await page.Locator("button[popovertarget$='-delete'][aria-haspopup=dialog]").ClickAsync();
        await question.Locator("form button").ClickAsync();
        await page.MustSayAsync(site.Say("eveonline.tokens.deleted", pilot.Name));
        await site.DeliverEventsAsync();
        await page.OpenDashboardAsync();
        await page.MustHaveNoMainAsync();
    }

    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task A_token_is_refreshed_by_its_button(bool script)
    {
        var pilot = site.Cast.Pilot();
        var page = await site.OpenAsync(script);
        await page.SignInAsync(pilot);
        await page.GotoAsync("/account/tokens/manage/");

        await page.Locator("form[action^='/account/tokens/refresh/'] button").ClickAsync();

        await page.MustSayAsync(site.Say("eveonline.tokens.renewed", pilot.Name));
    }
}
