using System.Net;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Testing.Site;

namespace AllianceAuth.EveOnline.Tests.Features;

public sealed class EsiNoticeTests(EsiNoticeTests.FurnishedSite site) : IClassFixture<EsiNoticeTests.FurnishedSite>
{
    [Fact, Rule("AUTH-093")]
    public async Task The_dashboard_of_a_superuser_asks_how_ESI_does_and_that_of_a_pilot_does_not()
    {
        using var warden = await WardenAsync();
        using var pilot = site.NewVisitor();
        await pilot.SignInAsync(site.Cast.Pilot());

        var place = (await warden.OpenAsync("/dashboard/")).Find("#esi-notice");

        Assert.Equal(("/esi-check/", "load"), (place.GetAttribute("hx-get"), place.GetAttribute("hx-trigger")));
        Assert.True(place.HasAttribute("hidden"));
        Assert.Null((await pilot.OpenAsync("/dashboard/")).Document.QuerySelector("#esi-notice"));
    }

    [Fact, Rule("AUTH-093"), Rule("AUTH-094")]
    public async Task Anything_but_200_opens_a_yellow_notice_with_code_and_sentence()
    {
        using var warden = await WardenAsync();
        site.Eve.Control.AddFault(new Fault(SimulatedService.Esi, FaultKind.Timeout));
        try
        {
            var notice = await PartAsync(warden);

            Assert.Equal(HttpStatusCode.OK, notice.Status);
            Assert.Contains("504", notice.Text("#esi-notice .callout.is-warn .title"), StringComparison.Ordinal);
            Assert.Contains(site.Say("eveonline.esi.servererrors"), notice.Text("#esi-notice .callout"), StringComparison.Ordinal);
        }
        finally
        {
            site.Eve.Control.LiftFaults();
        }
    }

    [Fact, Rule("AUTH-093")]
    public async Task While_ESI_answers_there_is_nothing_to_see()
    {
        using var warden = await WardenAsync();

        var notice = await PartAsync(warden);

        Assert.True(notice.Find("#esi-notice").HasAttribute("hidden"));
        Assert.Empty(notice.Document.QuerySelectorAll(".callout"));
        // Or it would ask for ever.
        Assert.Null(notice.Find("#esi-notice").GetAttribute("hx-get"));
    }

    private Task<VisitedPage> PartAsync(Visitor visitor)
    {
        // Past whatever ESI's last answer, or its last fault, holds for.
        site.Time.Advance(TimeSpan.FromMinutes(5));
        return visitor.AskAsync(HttpMethod.Get, "/esi-check/", ("HX-Request", "true"), ("HX-Request-Type", "partial"));
    }

    private async Task<Visitor> WardenAsync()
    {
        var visitor = site.NewVisitor();
        await visitor.SignInAsync(Furnishing.AdminName, Furnishing.AdminPassword);
        return visitor;
    }

    public sealed class FurnishedSite : AppFixture
    {
        public FakeClock Time { get; } = FakeClock.Running();

        protected override TimeProvider Clock => Time;

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await this.FurnishAsync();
        }
    }
}
