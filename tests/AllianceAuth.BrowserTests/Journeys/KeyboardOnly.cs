using AllianceAuth.BrowserTests.Pages;

namespace AllianceAuth.BrowserTests.Journeys;

/// <summary>No mouse.</summary>
[Collection(OnTheSite.Name)]
public sealed class KeyboardOnly(BrowserFixture site)
{
    private const int MostStops = 25;

    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task The_sign_in_is_reached_by_tab_and_opened_by_enter(bool script)
    {
        var page = await site.OpenAsync(script);
        await page.OpenLoginAsync();

        await TabToAsync(page, "a.eve-btn");
        await page.Keyboard.PressAsync("Enter");

        await Assertions.Expect(page.Locator("form.search input[name=pilot]")).ToBeVisibleAsync();
    }

    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task The_first_stop_leads_past_the_menu(bool script)
    {
        var page = await site.OpenAsync(script);
        await page.SignInAsync(site.Cast.Pilot());

        await page.Keyboard.PressAsync("Tab");

        await Assertions.Expect(page.Locator("a.skip")).ToBeFocusedAsync();
        await Assertions.Expect(page.Locator("a.skip")).ToBeInViewportAsync();
    }

    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task The_user_menu_opens_by_enter_closes_by_escape_and_gives_the_focus_back(bool script)
    {
        var page = await site.OpenAsync(script);
        await page.SignInAsync(site.Cast.Pilot());

        await TabToAsync(page, "button.me");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("#user-menu")).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Tab");
        await Assertions.Expect(page.Locator("#user-menu :focus")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Escape");

        await Assertions.Expect(page.Locator("#user-menu")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator("button.me")).ToBeFocusedAsync();
    }

    [SkippableFact]
    public async Task Ctrl_K_opens_the_command_box_and_enter_goes_to_the_first_hit()
    {
        var page = await site.OpenAsync();
        await page.SignInAsync(site.Cast.Pilot());
        await page.GotoAsync("/dashboard/");

        await page.Keyboard.PressAsync("Control+k");
        await Assertions.Expect(page.Locator("#command-box")).ToBeVisibleAsync();
        await page.Keyboard.TypeAsync("dash");
        await Assertions.Expect(page.Locator("#command-hits .item")).ToHaveCountAsync(1);
        // The first empties the field, as in any search field.
        await page.Keyboard.PressAsync("Escape");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.Locator("#command-box")).ToBeHiddenAsync();

        await page.GotoAsync("/account/profile/");
        await page.Keyboard.PressAsync("Control+k");
        await page.Keyboard.TypeAsync("dash");
        await Assertions.Expect(page.Locator("#command-hits .item")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Enter");
        await page.MustBeAtAsync("/dashboard/");
    }

    [SkippableFact]
    public async Task Without_script_the_search_is_a_page_of_its_own()
    {
        var page = await site.OpenAsync(script: false);
        await page.SignInAsync(site.Cast.Pilot());

        await page.Locator("a.search-open").ClickAsync();

        await page.MustBeAtAsync("/search/");
    }

    private static async Task TabToAsync(IPage page, string selector)
    {
        for (var i = 0; i < MostStops; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.Locator($"{selector}:focus").CountAsync() > 0)
            {
                return;
            }
        }

        Assert.Fail($"{selector} is not among the first {MostStops} stops of the tab key.");
    }
}
