namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>How many SQL statements pages take, as the site itself counts them in development.</summary>
[Collection(OnTheSite.Name)]
public sealed class StatementTests(SiteFixture site)
{
    [Fact]
    public async Task The_dashboard_takes_two_statements_cold_and_none_warm()
    {
        using var visitor = site.NewVisitor();
        var cold = await visitor.SignInAsync(site.Cast.Pilot(Furnishing.OurAlliance));
        var warm = await visitor.OpenAsync("/dashboard/");

        Assert.True(cold.Status == HttpStatusCode.OK, cold.AllText);
        Assert.InRange(StatementsOf(cold), 0, 2);
        Assert.Equal(0, StatementsOf(warm));
    }

    private static int StatementsOf(VisitedPage page) =>
        int.Parse(string.Concat(page.Answer.Headers.GetValues("Server-Timing").Single(v => v.StartsWith("sql;", StringComparison.Ordinal)).Where(char.IsAsciiDigit)));
}
