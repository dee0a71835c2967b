using AllianceAuth.BrowserTests.Pages;

namespace AllianceAuth.BrowserTests.Journeys;

/// <summary>Language and theme are the pilot's, in whatever browser they sign in next.</summary>
[Collection(OnTheSite.Name)]
public sealed class PilotChoosesLook(BrowserFixture site)
{
    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task Language_and_theme_are_there_again_at_the_next_sign_in(bool script)
    {
        var pilot = site.Cast.Pilot();
        var page = await site.OpenAsync(script);
        await page.SignInAsync(pilot);

        await ChooseAsync(page, "#menu-language", "de", script);
        await Assertions.Expect(page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        await page.OpenUserMenuAsync();
        var theme = (await page.Locator("#menu-theme option:not([selected])").Last.GetAttributeAsync("value"))!;
        await ChooseAsync(page, "#menu-theme", theme, script);
        await Assertions.Expect(page.Locator("#menu-theme option[selected]")).ToHaveAttributeAsync("value", theme);

        var next = await site.OpenAsync(script);
        await next.SignInAsync(pilot);
        await Assertions.Expect(next.Locator("html")).ToHaveAttributeAsync("lang", "de");
        await Assertions.Expect(next.Locator("#menu-theme option[selected]")).ToHaveAttributeAsync("value", theme);
    }

    private static async Task ChooseAsync(IPage page, string select, string value, bool script)
    {
        if (!await page.Locator("#user-menu").IsVisibleAsync())
        {
            await page.OpenUserMenuAsync();
        }

        await page.Locator(select).SelectOptionAsync(value);
        if (!script)
        {
            await page.Locator($"form:has({select}) button").ClickAsync();
        }
    }
}
