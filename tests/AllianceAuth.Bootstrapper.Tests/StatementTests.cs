using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Bootstrapper.Tests;

/// <summary>How many SQL statements pages take, as the site itself counts them in development.</summary>
[Collection(OnTheSite.Name)]
public sealed class StatementTests(SiteFixture site)
{
    [Fact]
    public async Task The_dashboard_takes_two_statements_for_a_pilot_who_comes_and_none_for_one_who_is_here()
    {
        using var visitor = await site.NewMemberAsync();
        using var somebody = await site.NewMemberAsync();
        await site.DeliverEventsAsync();
        await site.Services.GetRequiredService<HybridCache>().RemoveByTagAsync("*");
        await somebody.OpenAsync("/dashboard/");

        var cold = await visitor.OpenAsync("/dashboard/");
        var warm = await visitor.OpenAsync("/dashboard/");

        Assert.InRange(cold.Statements, 1, 2);
        Assert.Equal(0, warm.Statements);
    }

    [Fact]
    public async Task The_login_page_takes_none()
    {
        using var visitor = site.NewVisitor();

        Assert.Equal(0, (await visitor.OpenAsync("/account/login/")).Statements);
    }
}
