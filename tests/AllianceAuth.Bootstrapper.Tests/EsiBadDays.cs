namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>ESI fails while pilots sign in: they come in all the same, and nobody loses what we knew.</summary>
public sealed class EsiBadDays(SiteFixture site) : IClassFixture<SiteFixture>, IAsyncLifetime
{
    public static TheoryData<FaultKind> Faults =>
        [FaultKind.Unavailable, FaultKind.BadGateway, FaultKind.Timeout, FaultKind.ErrorLimited, FaultKind.RateLimited, FaultKind.NotFound, FaultKind.Malformed, FaultKind.Cut];

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        site.Eve.Control.LiftFaults();
        // What a 420 or a full bucket forbids is allowed again by then.
        site.Time.Advance(TimeSpan.FromMinutes(20));
        return Task.CompletedTask;
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task A_stranger_comes_in_as_a_guest(FaultKind kind)
    {
        using var visitor = site.NewVisitor();
        site.Eve.Control.AddFault(new Fault(SimulatedService.Esi, kind));

        var page = await visitor.SignInAsync(site.Cast.Pilot(Furnishing.OurAlliance));

        Assert.Equal("/dashboard/", page.Address.AbsolutePath);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("Guest", page.Text("#main-character .badge"));
    }

    [Theory, MemberData(nameof(Faults))]
    public async Task A_member_stays_one(FaultKind kind)
    {
        var pilot = site.Cast.Pilot(Furnishing.OurAlliance);
        using var before = site.NewVisitor();
        await before.SignInAsync(pilot);
        site.Eve.Control.AddFault(new Fault(SimulatedService.Esi, kind));

        using var visitor = site.NewVisitor();
        var page = await visitor.SignInAsync(pilot);
        await site.RunJobAsync("eveonline.update-affiliations", $"{pilot.Id}");
        await site.DeliverEventsAsync();
        page = await page.OpenAsync("/dashboard/");

        Assert.Equal("Member", page.Text("#main-character .badge"));
    }

    [Fact]
    public async Task A_guest_of_the_outage_becomes_a_member_once_ESI_is_back()
    {
        var pilot = site.Cast.Pilot(Furnishing.OurAlliance);
        using var visitor = site.NewVisitor();
        site.Eve.Control.AddFault(new Fault(SimulatedService.Esi, FaultKind.Unavailable));
        await visitor.SignInAsync(pilot);

        site.Eve.Control.LiftFaults();
        site.Time.Advance(TimeSpan.FromMinutes(20));

        await Eventually.TrueAsync(
            async () =>
            {
                // The site's own job may be asking for this pilot already; then ours leaves it to that one.
                await site.RunJobAsync("eveonline.update-affiliations", $"{pilot.Id}");
                await site.DeliverEventsAsync();
                return (await visitor.OpenAsync("/dashboard/")).Text("#main-character .badge") == "Member";
            },
            "the state that ESI's answer gives");
    }

    [Fact]
    public async Task A_slow_ESI_does_not_keep_a_pilot_waiting_for_long()
    {
        using var visitor = site.NewVisitor();
        site.Eve.Control.AddFault(new Fault(SimulatedService.Esi, FaultKind.Slow, DelayMs: 60_000));
        var watch = System.Diagnostics.Stopwatch.StartNew();

        var page = await visitor.SignInAsync(site.Cast.Pilot(Furnishing.OurAlliance));

        Assert.Equal("/dashboard/", page.Address.AbsolutePath);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20), $"It took {watch.Elapsed}.");
    }

    [Fact]
    public async Task A_biomassed_pilot_loses_the_state()
    {
        var pilot = site.Cast.Pilot(Furnishing.OurAlliance);
        using var visitor = site.NewVisitor();
        await visitor.SignInAsync(pilot);

        site.Eve.Control.Biomass(pilot.Id);
        await site.RunJobAsync("eveonline.update-affiliations", $"{pilot.Id}");
        await site.DeliverEventsAsync();

        var page = await visitor.OpenAsync("/dashboard/");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Equal("Guest", page.Text("#main-character .badge"));
    }
}
