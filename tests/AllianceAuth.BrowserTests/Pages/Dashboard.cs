using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.BrowserTests.Pages;

/// <summary>What a pilot reads on the dashboard, and where it leads.</summary>
internal static class Dashboard
{
    public static Task OpenDashboardAsync(this IPage page) => page.GotoAsync("/dashboard/");

    public static Task MustBeInStateAsync(this IPage page, string state) =>
        Assertions.Expect(page.Locator("#main-character .badge")).ToHaveTextAsync(state);

    public static Task MustHaveMainAsync(this IPage page, EveCharacter main) =>
        Assertions.Expect(page.Locator("#main-character h1")).ToHaveTextAsync(main.Name);

    public static Task MustHaveNoMainAsync(this IPage page) =>
        Assertions.Expect(page.Locator("#main-character .callout.is-bad")).ToBeVisibleAsync();

    public static Task MustOwnAsync(this IPage page, params IReadOnlyList<EveCharacter> characters) =>
        Assertions.Expect(page.Locator("#characters tbody td.head b")).ToHaveTextAsync(
            characters.Select(c => c.Name));

    public static Task MustOwnNothingAsync(this IPage page) =>
        Assertions.Expect(page.Locator("#characters tbody tr")).ToHaveCountAsync(0);

    /// <summary>How many things the pilot may do.</summary>
    public static Task MustHavePermissionsAsync(this IPage page, int count) =>
        Assertions.Expect(page.Locator("#permissions li")).ToHaveCountAsync(count);

    public static async Task AddCharacterAsync(this IPage page, EveCharacter character)
    {
        await page.OpenDashboardAsync();
        await page.Locator("#main-character a[href='/account/characters/add/']").ClickAsync();
        await page.PickAsync(character);
        await page.MustBeAtAsync("/dashboard/");
    }

    public static async Task OpenUserMenuAsync(this IPage page)
    {
        // What the menu's fields do is done by scripts, which run once the page is read.
        await page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
        await page.Locator("button.me").ClickAsync();
        await Assertions.Expect(page.Locator("#user-menu")).ToBeVisibleAsync();
    }

    public static async Task SignOutAsync(this IPage page)
    {
        await page.OpenUserMenuAsync();
        await page.Locator("#user-menu form[action='/account/logout/'] button").ClickAsync();
    }
}
