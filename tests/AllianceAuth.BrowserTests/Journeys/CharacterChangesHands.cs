using AllianceAuth.BrowserTests.Pages;

namespace AllianceAuth.BrowserTests.Journeys;

/// <summary>Characters are sold and shared; the site believes only EVE about whose they are.</summary>
[Collection(OnTheSite.Name)]
public sealed class CharacterChangesHands(BrowserFixture site)
{
    private static readonly TimeSpan UntilTokensAreAskedAgain = TimeSpan.FromHours(5);

    [SkippableTheory, InlineData(true), InlineData(false)]
    public async Task A_sold_main_is_gone_and_its_buyer_gets_it(bool script)
    {
        var sold = site.Cast.Pilot(Furnishing.OurAlliance);
        var seller = await site.OpenAsync(script);
        await seller.SignInAsync(sold);

        site.Eve.Control.SellPilot(sold.Id);
        site.Time.Advance(UntilTokensAreAskedAgain);
        await site.RunJobAsync("eveonline.check-tokens");
        await site.DeliverEventsAsync();
        await seller.ReloadAsync();

        await seller.MustHaveNoMainAsync();
        await seller.MustOwnNothingAsync();
        await seller.MustBeInStateAsync("Guest");
        await seller.GotoAsync("/notifications/");
        await Assertions.Expect(seller.Locator("main")).ToContainTextAsync(site.Say("authentication.notice.lost.title", sold.Name));

        var buyer = await site.OpenAsync(script);
        await buyer.SignInAsync(sold);
        await buyer.MustHaveMainAsync(sold);
        await buyer.MustBeInStateAsync("Member");
    }

    [SkippableTheory, InlineData(true), InlineData(false), Rule("AUTH-024")]
    public async Task A_character_that_another_user_adds_moves_to_them(bool script)
    {
        var shared = site.Cast.Player(2, Furnishing.OurAlliance);
        var before = await site.OpenAsync(script);
        await before.SignInAsync(shared[0]);
        await before.AddCharacterAsync(shared[1]);
        var other = site.Cast.Pilot();
        var after = await site.OpenAsync(script);
        await after.SignInAsync(other);

        await after.AddCharacterAsync(shared[1]);

        await after.MustOwnAsync(other, shared[1]);
        await site.DeliverEventsAsync();
        await before.OpenDashboardAsync();
        await before.MustOwnAsync(shared[0]);
    }
}
