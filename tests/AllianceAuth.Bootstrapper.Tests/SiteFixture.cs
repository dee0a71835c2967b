namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>The real site with an administrator and a state for members.</summary>
public class SiteFixture : AppFixture
{
    /// <summary>The clock of site and EVE, for tests to put forward.</summary>
    public FakeClock Time { get; } = FakeClock.Running();

    protected override TimeProvider Clock => Time;

    // What a silent ESI costs whoever waits for it is real here.
    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Esi:PersonWaitsSeconds", "5")];

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await this.FurnishAsync();
    }

    /// <summary>A visitor who is signed in as a pilot of our alliance whom nobody else uses.</summary>
    public async Task<Visitor> NewMemberAsync()
    {
        var visitor = NewVisitor();
        var page = await visitor.SignInAsync(Cast.Pilot(Furnishing.OurAlliance));
        Assert.Equal("/dashboard/", page.Address.AbsolutePath);
        return visitor;
    }

    /// <summary>A visitor who is signed in as the superuser.</summary>
    public async Task<Visitor> NewAdminAsync()
    {
        var visitor = NewVisitor();
        await visitor.SignInAsync(Furnishing.AdminName, Furnishing.AdminPassword);
        return visitor;
    }
}

/// <summary>Tests that share one site, one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class OnTheSite : ICollectionFixture<SiteFixture>
{
    public const string Name = "On the site";
}
