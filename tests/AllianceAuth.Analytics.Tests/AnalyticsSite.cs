using AllianceAuth.Analytics.Data;
using AllianceAuth.Analytics.Domain;
using AllianceAuth.Simulator.Analytics;
using AllianceAuth.Testing.Site;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Analytics.Tests;

/// <summary>A site with a superuser, and the simulated receiver of usage statistics.</summary>
public class AnalyticsSite : AppFixture
{
    private int _next;

    public const string Secret = "s3cr3t-of-the-measurement-protocol";

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await this.FurnishAsync();
    }

    public async Task<Visitor> AdminAsync()
    {
        var visitor = NewVisitor();
        var page = await visitor.OpenAsync("/admin/login/");
        await page.SubmitAsync("form[action='/admin/login/']", new Dictionary<string, string> { ["username"] = Furnishing.AdminName, ["password"] = Furnishing.AdminPassword });
        return visitor;
    }

    /// <summary>A receiver nobody else uses, added by an admin through the form; its agreement page is what is answered.</summary>
    public async Task<(VisitedPage Agreement, string MeasurementId)> AddAsync(Visitor admin, params string[] kinds)
    {
        var measurement = $"G-TEST{Interlocked.Increment(ref _next):0000}";
        var form = await admin.OpenAsync("/admin/analytics/analyticstokens/add/");
        var fields = new Dictionary<string, string> { ["name"] = $"Receiver {measurement}", ["token"] = measurement, ["secret"] = Secret };
        foreach (var kind in kinds)
        {
            fields[$"send_{kind}"] = "true";
        }

        return (await form.SubmitAsync("#token-form", fields), measurement);
    }

    /// <summary>A receiver an admin has agreed to.</summary>
    public async Task<string> AgreedAsync(params string[] kinds)
    {
        var (agreement, measurement) = await AddAsync(await AdminAsync(), kinds);
        await agreement.SubmitAsync("#agree");
        return measurement;
    }

    /// <summary>What a receiver got.</summary>
    public IReadOnlyList<CollectedMessage> Got(string measurement) => [.. Eve.Messages.All.Where(m => m.MeasurementId == measurement)];

    /// <summary>Runs the daily job and waits until each of its events is dealt with.</summary>
    public async Task CountAsync()
    {
        await RunJobAsync("analytics.send-statistics");
        await SettleAsync();
    }

    public Task SettleAsync() => JobsEndAsync("analytics.send-event");

    internal Task<List<SentEvent>> SentAsync(string measurement) => AskAsync(async services =>
    {
        var db = services.GetRequiredService<AnalyticsDb>();
        var token = await db.Tokens.SingleAsync(t => t.MeasurementId == measurement);
        return await db.Events.AsNoTracking().Where(e => e.TokenId == token.Id).OrderBy(e => e.Id).ToListAsync();
    });

    internal Task<AnalyticsToken> TokenAsync(string measurement) =>
        AskAsync(services => services.GetRequiredService<AnalyticsDb>().Tokens.AsNoTracking().SingleAsync(t => t.MeasurementId == measurement));
}

/// <summary>A site whose operator has switched everything off.</summary>
public sealed class SilentSite : AnalyticsSite
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Analytics:Disabled", "true")];
}

/// <summary>A development site that really sends.</summary>
public sealed class SendingSite : AnalyticsSite
{
    protected override IEnumerable<KeyValuePair<string, string?>> Settings => [new("Analytics:EnableDebug", "true")];
}
