namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>The database goes away and comes back; the site says so meanwhile and recovers by itself.</summary>
public sealed class DatabaseLost(DatabaseLost.OnItsOwnServer site) : IClassFixture<DatabaseLost.OnItsOwnServer>
{
    [Fact]
    public async Task Meanwhile_there_is_a_clear_page_and_afterwards_everything_is_as_before()
    {
        var pilot = site.Cast.Pilot(Furnishing.OurAlliance);
        using var visitor = site.NewVisitor();
        await visitor.SignInAsync(pilot);
        await site.DeliverEventsAsync();

        await site.Server.StopAsync();
        var page = await visitor.OpenAsync("/notifications/");
        var health = await visitor.GetAsync("/healthz");
        var login = await visitor.OpenAsync("/sso/login");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.Status);
        Assert.NotEmpty(page.Text("h1"));
        Assert.DoesNotContain("Npgsql", page.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, login.Status);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.Status);

        await site.Server.StartAgainAsync();

        await Eventually.TrueAsync(async () => (await visitor.GetAsync("/healthz")).Status == HttpStatusCode.OK, "the site to be healthy");
        Assert.Equal("Member", (await visitor.OpenAsync("/dashboard/")).Text("#main-character .badge"));
        Assert.Equal(HttpStatusCode.OK, (await visitor.OpenAsync("/notifications/")).Status);
        using var other = await site.NewMemberAsync();
        site.Eve.Control.MovePilot(pilot.Id, site.Cast.CorporationOutside(Furnishing.OurAlliance).Id);
        await site.RunJobAsync("eveonline.update-affiliations", $"{pilot.Id}");
        await Eventually.TrueAsync(async () => (await visitor.OpenAsync("/dashboard/")).Text("#main-character .badge") == "Guest", "events to be delivered again");
    }

    public sealed class OnItsOwnServer : SiteFixture
    {
        public PostgresCluster Server { get; private set; } = null!;

        protected override async Task<string> CreateDatabaseAsync()
        {
            Server = await PostgresCluster.StartNewAsync();
            var connectionString = Server.ConnectionStringTo("postgres");
            await MigrateAsync(connectionString);
            return connectionString;
        }

        protected override async Task DropDatabaseAsync() => await Server.DisposeAsync();
    }
}
