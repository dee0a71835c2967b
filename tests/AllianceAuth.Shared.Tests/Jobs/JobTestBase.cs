using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Tests.Jobs;

/// <summary>A database of its own for each test: queues must not meet.</summary>
public abstract class JobTestBase : IAsyncLifetime
{
    private protected PlatformFixture Database { get; } = new();

    private protected ExampleWork Work { get; } = new();

    public Task InitializeAsync() => Database.InitializeAsync();

    public Task DisposeAsync() => Database.DisposeAsync();

    private protected Node BuildNode(JobDefinition definition, params (string Key, string Value)[] settings) => Database.BuildNode(
        services => services.AddSingleton(Work).AddJob<ExampleJob>(definition),
        [("Jobs:Schedules:*", "off"), .. settings]);

    private protected async Task<Node> StartNodeAsync(JobDefinition definition, params (string Key, string Value)[] settings)
    {
        var node = BuildNode(definition, settings);
        await node.StartAsync();
        return node;
    }

    private protected static Task<IReadOnlyList<JobHistoryEntry>> HistoryOfAsync(Node node) =>
        node.AskAsync((JobHistory history) => history.ListAsync("example", null, null, 100, CancellationToken.None));

    private protected static Task EndedAsync(Node node, int runs) => Eventually.TrueAsync(
        async () => (await HistoryOfAsync(node)).Count(e => e.FinishedAt is not null) >= runs, $"{runs} ended runs");
}
