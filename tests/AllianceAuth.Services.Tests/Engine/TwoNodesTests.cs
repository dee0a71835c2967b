using AllianceAuth.Services.Engine;
using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Engine;

public sealed class TwoNodesTests(TwoNodesTests.Pair site) : IClassFixture<TwoNodesTests.Pair>
{
    [Fact]
    public async Task Two_nodes_that_are_woken_at_once_ask_the_service_one_thing_at_a_time_and_each_once()
    {
        var service = site.NewService();
        var (now, most) = (0, 0);
        service.Meanwhile = async (_, _) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Yield();
            Interlocked.Decrement(ref now);
        };
        var users = await site.UsersAsync(60);
        await site.GrantAsync(service.Permission, users);

        await site.ActivateAsync(service.Name, users);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => (i % 2 == 0 ? site.Services : site.Other).WakeAsync(service.Name)));
        await Eventually.TrueAsync(() => service.Accounts.Count == users.Count, "both nodes to have made all accounts");

        Assert.Equal(1, most);
        Assert.All(users, u => Assert.Equal(1, service.CallsOf(u)));
    }

    /// <summary>Two nodes on one database, both at work.</summary>
    public sealed class Pair : ServicesSite
    {
        private WebApplication? _other;

        public IServiceProvider Other => _other!.Services;

        protected override IEnumerable<KeyValuePair<string, string?>> Settings => [.. base.Settings, new("Node:Role", "All")];

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            _other = Build(ConnectionString, new Uri($"http://127.0.0.1:{FreePort.Find()}/"));
            await _other.StartAsync();
        }

        public override async Task DisposeAsync()
        {
            await _other!.StopAsync();
            await _other.DisposeAsync();
            await base.DisposeAsync();
        }
    }
}

internal static class Waking
{
    public static async Task WakeAsync(this IServiceProvider node, string service)
    {
        await using var scope = node.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<AccountMarks>().WakeAsync([service], AccountMarks.Single, CancellationToken.None);
    }
}
