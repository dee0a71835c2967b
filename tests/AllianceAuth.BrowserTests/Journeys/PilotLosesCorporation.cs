using AllianceAuth.BrowserTests.Pages;

namespace AllianceAuth.BrowserTests.Journeys;

/// <summary>A pilot leaves the corporation, and the access that came with it.</summary>
[Collection(OnTheSite.Name)]
public sealed class PilotLosesCorporation(BrowserFixture site)
{
    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task State_and_permissions_are_gone_with_the_next_page(bool script)
    {
        var pilot = site.Cast.Pilot(Furnishing.OurAlliance);
        var page = await site.OpenAsync(script);
        await page.SignInAsync(pilot);
        await page.MustBeInStateAsync("Member");
        await page.MustHavePermissionsAsync(1);

        site.Eve.Control.MovePilot(pilot.Id, site.Cast.CorporationOutside(Furnishing.OurAlliance).Id);
        await site.RunJobAsync("eveonline.update-affiliations", $"{pilot.Id}");
        await site.DeliverEventsAsync();
        await page.ReloadAsync();

        await page.MustBeInStateAsync("Guest");
        await page.MustHavePermissionsAsync(0);
        await page.MustHaveMainAsync(pilot);
        await page.GotoAsync("/notifications/");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(site.Say("authentication.notice.state.title", "Guest"));
    }

    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task Coming_back_opens_everything_again(bool script)
    {
        var pilot = site.Cast.Pilot(Furnishing.OurAlliance);
        var home = pilot.CorporationId;
        var page = await site.OpenAsync(script);
        site.Eve.Control.MovePilot(pilot.Id, site.Cast.CorporationOutside(Furnishing.OurAlliance).Id);
        await page.SignInAsync(pilot);
        await page.MustBeInStateAsync("Guest");

        site.Eve.Control.MovePilot(pilot.Id, home);
        await site.RunJobAsync("eveonline.update-affiliations", $"{pilot.Id}");
        await site.DeliverEventsAsync();
        await page.ReloadAsync();

        await page.MustBeInStateAsync("Member");
    }
}
