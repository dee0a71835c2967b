using AllianceAuth.Analytics.Data;
using AllianceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Analytics.Tests;

public sealed class SilentSiteTests(SilentSite site) : IClassFixture<SilentSite>
{
    [Fact, Rule("ANA-009"), Rule("ANA-010")]
    public async Task The_setting_stops_everything_whatever_was_agreed_to()
    {
        var receiver = await site.AgreedAsync("figures", "modules", "reports");

        await site.CountAsync();

        Assert.Empty(site.Got(receiver));
        Assert.Empty(await site.SentAsync(receiver));
        Assert.Contains("Switched off for the whole site", (await (await site.AdminAsync()).OpenAsync("/admin/analytics/analyticstokens/")).AllText, StringComparison.Ordinal);
    }

    [Fact, Rule("ANA-030")]
    public async Task A_fresh_site_has_no_receiver() =>
        Assert.Equal(0, await site.AskAsync(services => services.GetRequiredService<AnalyticsDb>().Tokens.CountAsync(t => !t.MeasurementId.StartsWith("G-TEST"))));
}

public sealed class SendingSiteTests(SendingSite site) : IClassFixture<SendingSite>
{
    [Fact, Rule("ANA-012"), Rule("ANA-017")]
    public async Task A_development_site_that_is_told_to_sends_for_real_and_says_so_in_the_log()
    {
        var receiver = await site.AgreedAsync("figures");

        await site.CountAsync();

        Assert.Equal(4, site.Got(receiver).Count);
        Assert.All(site.Got(receiver), m => Assert.False(m.IsCheck));
        Assert.All(await site.SentAsync(receiver), e => Assert.Equal(204, e.Status));
        Assert.Contains("Analytics:EnableDebug is on", site.ReadLog(), StringComparison.Ordinal);
    }
}
