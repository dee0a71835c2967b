using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.BrowserTests.Pages;

/// <summary>The way in: login page, the simulated sign-on page, the registration form.</summary>
internal static class SignInPages
{
    public static Task OpenLoginAsync(this IPage page) => page.GotoAsync("/account/login/");

    public static Task GoToEveAsync(this IPage page) => page.Locator("a.eve-btn").ClickAsync();

    /// <summary>Picks a pilot on the sign-on page, searching as a person would.</summary>
    public static async Task PickAsync(this IPage page, EveCharacter pilot)
    {
        await page.Locator("form.search input[name=pilot]").FillAsync(pilot.Name);
        await page.Locator("form.search button").ClickAsync();
        await page.Locator($".accounts button[value='{pilot.Id}']").ClickAsync();
    }

    public static Task CancelAtEveAsync(this IPage page) => page.Locator("button[name=cancel]").ClickAsync();

    public static async Task FinishRegistrationAsync(this IPage page, string email = "pilot@example.test")
    {
        await page.Locator("input[name=email]").FillAsync(email);
        await page.Locator("form[action='/account/register/'] button").ClickAsync();
    }

    /// <summary>From nowhere to the dashboard.</summary>
    public static async Task SignInAsync(this IPage page, EveCharacter pilot)
    {
        await page.OpenLoginAsync();
        await page.GoToEveAsync();
        await page.PickAsync(pilot);
        if (page.Path() == "/account/register/")
        {
            await page.FinishRegistrationAsync();
        }

        await page.MustBeAtAsync("/dashboard/");
    }

    public static async Task SignInWithPasswordAsync(this IPage page, string name = Furnishing.AdminName, string password = Furnishing.AdminPassword)
    {
        await page.OpenLoginAsync();
        await page.Locator("a[href='/admin/login/']").ClickAsync();
        await page.Locator("input[name=username]").FillAsync(name);
        await page.Locator("input[name=password]").FillAsync(password);
        await page.Locator("form[action='/admin/login/'] button").ClickAsync();
    }

    /// <summary>Waits until the browser shows this path, whatever the query.</summary>
    public static Task MustBeAtAsync(this IPage page, string path) =>
        page.WaitForURLAsync(url => new Uri(url).AbsolutePath == path, new PageWaitForURLOptions { WaitUntil = WaitUntilState.DOMContentLoaded });

    public static string Path(this IPage page) => new Uri(page.Url).AbsolutePath;

    /// <summary>Something says this to the person: a callout or a toast.</summary>
    public static Task MustSayAsync(this IPage page, string text) =>
        Assertions.Expect(page.Locator(".callout, .toast, [role=alert]").Filter(new LocatorFilterOptions { HasText = text }).First).ToBeVisibleAsync();
}
