using AllianceAuth.BrowserTests.Pages;

namespace AllianceAuth.BrowserTests.Journeys;

/// <summary>Sign-ins that lead nowhere say why.</summary>
[Collection(OnTheSite.Name)]
public sealed class LoginIsRefused(BrowserFixture site)
{
    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task An_alt_is_told_to_sign_in_with_the_main(bool script)
    {
        var player = site.Cast.Player(2);
        var known = await site.OpenAsync(script);
        await known.SignInAsync(player[0]);
        await known.AddCharacterAsync(player[1]);
        var page = await site.OpenAsync(script);

        await page.OpenLoginAsync();
        await page.GoToEveAsync();
        await page.PickAsync(player[1]);

        await page.MustBeAtAsync("/account/login/");
        await page.MustSayAsync(site.Say("authentication.login.alt", player[1].Name));
    }

    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task A_cancelled_sign_on_changes_nothing_and_can_be_tried_again(bool script)
    {
        var page = await site.OpenAsync(script);
        await page.OpenLoginAsync();
        await page.GoToEveAsync();

        await page.CancelAtEveAsync();

        await Assertions.Expect(page.Locator("main")).ToContainTextAsync(site.Say("eveonline.sso.cancelled.title"));
        await page.Locator("main a.btn-primary").ClickAsync();
        await page.PickAsync(site.Cast.Pilot());
        await page.MustBeAtAsync("/account/register/");
    }
}
