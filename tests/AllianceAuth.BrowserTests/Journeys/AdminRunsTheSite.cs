using AllianceAuth.BrowserTests.Pages;

namespace AllianceAuth.BrowserTests.Journeys;

/// <summary>An administrator opens a state to a corporation and switches a user off.</summary>
[Collection(OnTheSite.Name)]
public sealed class AdminRunsTheSite(BrowserFixture site)
{
    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task A_state_that_is_opened_to_a_corporation_takes_its_pilots_in(bool script)
    {
        var pilot = site.Cast.Pilot(Furnishing.OurAlliance + 2);
        var corporation = site.Eve.Universe.Corporations[pilot.CorporationId];
        var pilotsPage = await site.OpenAsync(script);
        await pilotsPage.SignInAsync(pilot);
        await pilotsPage.MustBeInStateAsync("Guest");
        var name = script ? "Friends" : "Neighbours";
        var page = await site.OpenAsync(script);
        await page.SignInWithPasswordAsync();
        await page.MustBeAtAsync("/dashboard/");

        await page.GotoAsync("/admin/authentication/state/add/");
        await page.Locator("#state-form input[name=name]").FillAsync(name);
        await page.Locator("#state-form input[name=priority]").FillAsync(script ? "701" : "702");
        await page.Locator("#pick-corporations").FillAsync(corporation.Name);
        await page.Locator("#state-fields .card-foot .btn-primary").ClickAsync();

        await page.MustBeAtStateListOrFormAsync();
        await site.DeliverEventsAsync();
        await pilotsPage.ReloadAsync();
        await pilotsPage.MustBeInStateAsync(name);
        await page.DeleteStateAsync(name);
    }

    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task A_user_who_is_switched_off_lands_on_the_login_with_a_reason(bool script)
    {
        var pilot = site.Cast.Pilot(Furnishing.OurAlliance);
        var pilotsPage = await site.OpenAsync(script);
        await pilotsPage.SignInAsync(pilot);
        var page = await site.OpenAsync(script);
        await page.SignInWithPasswordAsync();

        await page.GotoAsync($"/admin/authentication/user/?q={Uri.EscapeDataString(pilot.Name)}");
        await page.Locator("#items td.head a").First.ClickAsync();
        await page.Locator("#user-flags input[name=active]").UncheckAsync();
        await page.Locator("#user-flags .card-foot .btn-primary").ClickAsync();
        await Assertions.Expect(page.Locator("#user-flags input[name=active]")).Not.ToBeCheckedAsync();

        await pilotsPage.Locator("a[href='/account/characters/main/']").First.ClickAsync();
        await pilotsPage.MustBeAtAsync("/account/login/");
        await pilotsPage.MustSayAsync(site.Say("authentication.login.disabled"));
    }
}
