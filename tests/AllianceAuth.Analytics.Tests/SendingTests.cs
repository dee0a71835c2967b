using System.Text.Json;
using AllianceAuth.Analytics.Contracts;
using AllianceAuth.Analytics.Data;
using AllianceAuth.Analytics.Domain;
using AllianceAuth.Analytics.Features.SendStatistics;
using AllianceAuth.Analytics.Features.TakeReport;
using AllianceAuth.Analytics.Sending;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Shared.Modules;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Analytics;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Xunit;

namespace AllianceAuth.Analytics.Tests;

public sealed class SendingTests(AnalyticsSite site) : IClassFixture<AnalyticsSite>
{
    [Fact, Rule("ANA-013")]
    public void The_day_s_count_is_at_two_in_the_morning() => Assert.Equal("0 0 2 * * ?", SendStatisticsJob.Definition.Schedule);

    [Fact, Rule("ANA-013"), Rule("ANA-014")]
    public async Task The_figures_are_existence_users_tokens_and_modules()
    {
        var receiver = await site.AgreedAsync("figures");

        await site.CountAsync();

        var told = site.Got(receiver).Select(Parameters).ToDictionary(p => p.GetProperty("label").GetString()!, p => p.GetProperty("value").GetInt32());
        Assert.Equal(["addons", "existence", "tokens", "users"], told.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(1, told["existence"]);
        Assert.Equal(await site.AskAsync(s => s.GetRequiredService<IMediator>().Send(new CountUsers())), told["users"]);
        Assert.Equal(site.Services.GetServices<IModule>().Count(), told["addons"]);
        Assert.All(site.Got(receiver).Select(Parameters), p => Assert.Equal("allianceauth.analytics", p.GetProperty("namespace").GetString()));
    }

    [Fact, Rule("ANA-014")]
    public async Task Each_module_is_one_message_with_its_name()
    {
        var receiver = await site.AgreedAsync("modules");

        await site.CountAsync();

        var told = site.Got(receiver).Select(Parameters).ToList();
        Assert.Equal(site.Services.GetServices<IModule>().Select(m => m.Name).Order(StringComparer.Ordinal), told.Select(p => p.GetProperty("label").GetString()).Order(StringComparer.Ordinal));
        Assert.All(told, p => Assert.Equal(("send_extension_stats", 1), (p.GetProperty("task").GetString(), p.GetProperty("value").GetInt32())));
    }

    [Fact, Rule("ANA-006"), Rule("ANA-011")]
    public async Task Each_receiver_gets_the_kinds_it_allows_and_no_other()
    {
        var figures = await site.AgreedAsync("figures");
        var modules = await site.AgreedAsync("modules");

        await site.CountAsync();

        Assert.All(site.Got(figures), m => Assert.Equal("send_install_stats", Parameters(m).GetProperty("task").GetString()));
        Assert.All(site.Got(modules), m => Assert.Equal("send_extension_stats", Parameters(m).GetProperty("task").GetString()));
        Assert.NotEmpty(site.Got(figures));
        Assert.NotEmpty(site.Got(modules));
    }

    [Fact]
    public async Task Counting_twice_a_day_tells_once()
    {
        var receiver = await site.AgreedAsync("figures");

        await site.CountAsync();
        await site.CountAsync();

        Assert.Equal(4, site.Got(receiver).Count);
    }

    [Fact, Rule("ANA-015"), Rule("ANA-030")]
    public async Task Every_event_is_a_job_of_its_own_of_the_lowest_priority()
    {
        var before = await RunsAsync();
        await site.AgreedAsync("figures");

        await site.CountAsync();

        Assert.Equal(9, SendEventJob.Definition.Priority);
        Assert.Equal(0, SendEventJob.Definition.Retries);
        Assert.True(await RunsAsync() - before >= 4);
    }

    [Fact, Rule("ANA-012"), Rule("ANA-017"), Rule("ANA-018")]
    public async Task A_development_site_only_asks_whether_its_messages_are_well_formed()
    {
        var receiver = await site.AgreedAsync("figures");

        await site.CountAsync();

        Assert.All(site.Got(receiver), m => Assert.True(m.IsCheck));
        Assert.All(site.Got(receiver), m => Assert.Empty(m.Problems));
        Assert.All(site.Got(receiver), m => Assert.Equal(AnalyticsSite.Secret, m.ApiSecret));
        Assert.All(await site.SentAsync(receiver), e => Assert.EndsWith("/debug/mp/collect", e.Address, StringComparison.Ordinal));
    }

    [Fact, Rule("ANA-019")]
    public async Task An_answer_is_noted_with_its_status()
    {
        var receiver = await site.AgreedAsync("figures");

        await site.CountAsync();

        var sent = await site.SentAsync(receiver);
        Assert.All(sent, e => Assert.Equal(200, e.Status));
        Assert.Equal(site.Got(receiver).Select(m => m.Body).Order(StringComparer.Ordinal), sent.Select(e => e.Body).Order(StringComparer.Ordinal));
        Assert.Equal(TimeSpan.FromSeconds(10), UsageClient.Timeout);
    }

    [Theory, Rule("ANA-019")]
    [InlineData(FaultKind.Unavailable, 503)]
    [InlineData(FaultKind.Cut, null)]
    public async Task A_failure_is_noted_and_never_repeated(FaultKind fault, int? status)
    {
        var receiver = await site.AgreedAsync("figures");
        var planned = site.Eve.Control.AddFault(new Fault(SimulatedService.Analytics, fault));
        var before = site.Eve.Requests.To(receiver).Count;

        await site.CountAsync();
        site.Eve.Control.LiftFault(planned.Id);
        await site.CountAsync();

        Assert.Equal(4, site.Eve.Requests.To(receiver).Count - before);
        Assert.All(await site.SentAsync(receiver), e => Assert.Equal(status, e.Status));
        Assert.Empty(site.Got(receiver));
    }

    [Fact, Rule("ANA-029")]
    public async Task A_module_s_report_is_sent_once_and_only_in_declared_words()
    {
        var declaration = new UsageDeclaration("allianceauth.tests", "count_lanterns", ["lit", "out"]);
        var receiver = await site.AgreedAsync("reports");
        var report = new ReportUsage(Guid.CreateVersion7(), declaration.Namespace, declaration.Task, "lit", 12);

        await HandleAsync(report, declaration);
        Assert.Empty(site.Got(receiver));
        await AgreeAsync(receiver, declaration);
        await HandleAsync(report, declaration);
        await HandleAsync(report, declaration);
        await HandleAsync(report with { Id = Guid.CreateVersion7(), Label = "Maren Ostvik" }, declaration);

        var told = Parameters(Assert.Single(site.Got(receiver)));
        Assert.Equal(("lit", 12, "Success"), (told.GetProperty("label").GetString(), told.GetProperty("value").GetInt32(), told.GetProperty("result").GetString()));
    }

    [Fact]
    public async Task That_something_failed_is_told_only_when_just_that_was_read()
    {
        var declaration = new UsageDeclaration("allianceauth.tests", "count_beacons", ["lit"]);
        var (cautious, frank) = (await site.AgreedAsync("reports"), await site.AgreedAsync("reports"));
        await AgreeAsync(cautious, declaration, e => e.Result == UsageEvent.Succeeded);
        await AgreeAsync(frank, declaration, e => e.Result == UsageEvent.Failed);

        await HandleAsync(new ReportUsage(Guid.CreateVersion7(), declaration.Namespace, declaration.Task, "lit", Succeeded: false), declaration);

        Assert.Empty(site.Got(cautious));
        Assert.Equal("Failed", Parameters(Assert.Single(site.Got(frank))).GetProperty("result").GetString());
    }

    [Fact, Rule("ANA-030")]
    public async Task Neither_message_nor_header_names_site_or_operator()
    {
        var receiver = await site.AgreedAsync("figures", "modules");

        await site.CountAsync();

        var everything = string.Join('\n', site.Got(receiver).Select(m => m.UserAgent + m.Body));
        Assert.DoesNotContain("Test Auth", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(site.Address.Authority, everything, StringComparison.Ordinal);
        Assert.DoesNotContain("example.test", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("warden", everything, StringComparison.Ordinal);
    }

    [Fact, Rule("ANA-031")]
    public void Tests_never_reach_the_network() =>
        Assert.StartsWith(site.Eve.Address, site.Services.GetRequiredService<IOptions<AnalyticsSettings>>().Value.BaseUrl, StringComparison.Ordinal);

    private static JsonElement Parameters(CollectedMessage message) => JsonDocument.Parse(message.Body).RootElement.GetProperty("events")[0].GetProperty("params");

    private Task<long> RunsAsync() => site.ReadAsync<long>("SELECT count(*) FROM platform.job_history WHERE name = 'analytics.send-event'");

    private async Task HandleAsync(ReportUsage report, UsageDeclaration declaration)
    {
        await site.DoAsync(services => new ReportUsageHandler(
            Catalog(services, declaration),
            services.GetRequiredService<UsageQueue>(),
            services.GetRequiredService<IOptionsSnapshot<AnalyticsSettings>>(),
            NullLogger<ReportUsageHandler>.Instance).Handle(report, CancellationToken.None));
        await site.SettleAsync();
    }

    private Task AgreeAsync(string receiver, UsageDeclaration declaration, Func<UsageEvent, bool>? read = null) => site.DoAsync(async services =>
    {
        var db = services.GetRequiredService<AnalyticsDb>();
        var token = db.Tokens.Single(t => t.MeasurementId == receiver);
        token.Agree(Catalog(services, declaration).Declared.Where(read ?? (_ => true)), new(1), DateTimeOffset.UnixEpoch);
        await db.SaveChangesAsync();
    });

    private static UsageCatalog Catalog(IServiceProvider services, UsageDeclaration declaration) => new(
        services.GetRequiredService<AnalyticsDb>(), services.GetRequiredService<IMediator>(), services.GetServices<IModule>(), [declaration]);
}
