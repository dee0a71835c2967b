using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Xunit;

namespace AllianceAuth.Services.Tests.Engine;

/// <summary>Access follows membership, from New Eden to the service: nothing here is told by hand.</summary>
public sealed class WholeWayTests(WholeWayTests.MembersSite site) : IClassFixture<WholeWayTests.MembersSite>
{
    private const string Permission = "example.access_example";

    [Fact]
    public async Task A_pilot_who_leaves_the_alliance_loses_the_account_and_is_told()
    {
        var pilot = site.Cast.Pilot(Furnishing.OurAlliance);
        using var visitor = site.NewVisitor();
        await visitor.SignInAsync(pilot);
        var user = (await site.SendAsync(new FindOwners([pilot.Id])))[pilot.Id];
        await site.ActivateAsync("example", [user], "a password of theirs");
        await site.KeepAsync("example");
        var account = site.Eve.Example.Find($"auth-{user}");
        Assert.Contains(pilot.Name, account!.Name, StringComparison.Ordinal);
        Assert.Contains("Member", account.Groups);

        site.Eve.Control.MovePilot(pilot.Id, site.Cast.CorporationOutside(Furnishing.OurAlliance).Id);
        await site.RunJobAsync("eveonline.update-affiliations", $"{pilot.Id}");
        await site.DeliverEventsAsync();
        Assert.Equal(1, await site.WaitingAsync("example"));
        await site.KeepAsync("example");

        Assert.Null(site.Eve.Example.Find($"auth-{user}"));
        Assert.Contains(await site.ToldAsync(user), t => t.EndsWith("services.notice.disabled.title", StringComparison.Ordinal));
    }

    [Fact, Rule("SVC-022")]
    public async Task A_superuser_has_every_service()
    {
        var pilot = site.Cast.Pilot(site.Cast.CorporationOutside(Furnishing.OurAlliance).AllianceId);
        using var visitor = site.NewVisitor();
        await visitor.SignInAsync(pilot);
        var user = (await site.SendAsync(new FindOwners([pilot.Id])))[pilot.Id];
        await site.SetAsync([user], "is_superuser = true");

        await site.ActivateAsync("example", [user]);
        await site.KeepAsync("example");

        Assert.NotNull(site.Eve.Example.Find($"auth-{user}"));
    }

    /// <summary>A site whose members may use the example service.</summary>
    public sealed class MembersSite : ServicesSite
    {
        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await this.FurnishAsync();
            await SendAsync(new FillState("Member", [], [Permission]));
            await DeliverEventsAsync();
        }
    }
}
