using AllianceAuth.BrowserTests.Pages;

namespace AllianceAuth.BrowserTests.Journeys;

/// <summary>A stranger becomes a member, adds an alt and chooses another main.</summary>
[Collection(OnTheSite.Name)]
public sealed class PilotRegisters(BrowserFixture site)
{
    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task A_stranger_signs_in_with_EVE_gives_an_address_and_is_inside(bool script)
    {
        var pilot = site.Cast.Pilot(Furnishing.OurAlliance);
        var page = await site.OpenAsync(script);

        await page.GotoAsync("/");
        await page.MustBeAtAsync("/account/login/");
        await page.GoToEveAsync();
        await page.PickAsync(pilot);
        await page.MustBeAtAsync("/account/register/");
        await page.FinishRegistrationAsync();

        await page.MustBeAtAsync("/dashboard/");
        await page.MustHaveMainAsync(pilot);
        await page.MustBeInStateAsync("Member");
        await page.MustHavePermissionsAsync(1);
        await page.MustOwnAsync(pilot);
    }

    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task An_address_that_is_none_is_refused_beside_its_field_and_kept(bool script)
    {
        var page = await site.OpenAsync(script);
        await page.OpenLoginAsync();
        await page.GoToEveAsync();
        await page.PickAsync(site.Cast.Pilot());
        // What the browser itself would stop reaches the site all the same.
        await page.Locator("input[name=email]").FillAsync("me@home@example");
        await page.Locator("form[action='/account/register/'] button").EvaluateAsync("button => button.formNoValidate = true", null);
        await page.Locator("form[action='/account/register/'] button").ClickAsync();

        await Assertions.Expect(page.Locator(".field .error")).ToContainTextAsync(site.Say("authentication.email.invalid"));
        await Assertions.Expect(page.Locator("input[name=email]")).ToHaveValueAsync("me@home@example");
        await page.FinishRegistrationAsync();
        await page.MustBeAtAsync("/dashboard/");
    }

    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task An_alt_is_added_and_becomes_the_main(bool script)
    {
        var player = site.Cast.Player(2, Furnishing.OurAlliance);
        var (main, alt) = (player[0], player[1]);
        var page = await site.OpenAsync(script);
        await page.SignInAsync(main);

        await page.AddCharacterAsync(alt);

        await page.MustSayAsync(site.Say("authentication.addcharacter.done", alt.Name));
        await page.MustOwnAsync(main, alt);

        await page.Locator("a[href='/account/characters/main/']").First.ClickAsync();
        await page.Locator($"label[for='character-{alt.Id}']").ClickAsync();
        await page.Locator("#choose-main .card-foot button").ClickAsync();

        await page.MustBeAtAsync("/dashboard/");
        await page.MustSayAsync(site.Say("authentication.changemain.done", alt.Name));
        await page.MustHaveMainAsync(alt);
    }

    [SkippableTheory, InlineData(true), InlineData(false), Rule("AUTH-065")]
    public async Task A_character_that_was_never_here_becomes_the_main_by_signing_in_with_it(bool script)
    {
        var player = site.Cast.Player(2);
        var page = await site.OpenAsync(script);
        await page.SignInAsync(player[0]);

        await page.GotoAsync("/account/characters/main/");
        await page.Locator("form[action='/account/characters/main/sso/'] button").ClickAsync();
        await page.PickAsync(player[1]);

        await page.MustBeAtAsync("/dashboard/");
        await page.MustHaveMainAsync(player[1]);
    }
}

/// <summary>The same with addresses that must be proved.</summary>
public sealed class PilotRegistersByMail(PilotRegistersByMail.StrictSite site) : IClassFixture<PilotRegistersByMail.StrictSite>
{
    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task The_link_in_the_mail_switches_the_account_on(bool script)
    {
        var pilot = site.Cast.Pilot(Furnishing.OurAlliance);
        var address = $"pilot{pilot.Id}@example.test";
        var page = await site.OpenAsync(script);

        await page.OpenLoginAsync();
        await page.GoToEveAsync();
        await page.PickAsync(pilot);
        await page.FinishRegistrationAsync(address);
        await page.MustBeAtAsync("/account/register/complete/");
        await page.GotoAsync((await site.ReadMailAsync(address)).Split((char[]?)null).Single(word => word.Contains("/account/activate/", StringComparison.Ordinal)));
        await page.MustBeAtAsync("/account/activate/complete/");

        await page.SignInAsync(pilot);
        await page.MustBeInStateAsync("Member");
    }

    public sealed class StrictSite : BrowserFixture
    {
        protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Registration:VerifyEmail", "true")];
    }
}
