using System.Collections.Concurrent;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Caching;
using AllianceAuth.Shared.Infrastructure.Live;
using AllianceAuth.Shared.Infrastructure.Platform;
using AllianceAuth.Shared.Live;
using AllianceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Tests.Live;

/// <summary>Two nodes on one database and no Redis.</summary>
public sealed class NodeChannelTests(PlatformFixture database) : IClassFixture<PlatformFixture>, IAsyncLifetime
{
    private readonly ConcurrentQueue<LiveSignal> _heard = [];
    private Node _one = null!;
    private Node _other = null!;
    private int _loads;
    private int _missed;

    public async Task InitializeAsync()
    {
        _one = database.BuildNode(services => services.AddSingleton(new LiveTopic("test.topic")), ("Jobs:Schedules:*", "off"));
        _other = database.BuildNode(services => services.AddSingleton(new LiveTopic("test.topic")), ("Jobs:Schedules:*", "off"));
        await _one.StartAsync();
        await _other.StartAsync();
        _other.Get<ILiveSignalSource>().Listen(_heard.Enqueue, () => Interlocked.Increment(ref _missed));
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
    }

    [Fact]
    public async Task A_signal_is_heard_at_the_other_node_with_whom_it_concerns()
    {
        await _one.Get<ILiveSignals>().SendAsync("test.topic.7", [new UserId(1), new UserId(2)]);
        await _one.Get<ILiveSignals>().SendAsync("test.topic");

        await Eventually.TrueAsync(() => _heard.Count == 2, "both signals");
        Assert.Equal([new UserId(1), new UserId(2)], _heard.First().Users);
        Assert.Equal("test.topic.7", _heard.First().Topic);
        Assert.Null(_heard.Last().Users);
    }

    [Fact]
    public async Task Within_a_transaction_a_signal_is_heard_at_the_commit_and_never_after_a_rollback()
    {
        await SignalAsync("test.topic.rolledback", commit: false);
        await SignalAsync("test.topic.committed", commit: true);

        await Eventually.TrueAsync(() => !_heard.IsEmpty, "the signal of the commit");
        Assert.Equal(["test.topic.committed"], _heard.Select(signal => signal.Topic));
    }

    [Fact]
    public async Task A_signal_while_the_database_is_away_costs_its_sender_nothing()
    {
        await using var node = PlatformFixture.BuildNode("Host=127.0.0.1;Port=1;Timeout=1", services => services.AddSingleton(new LiveTopic("test.topic")));

        await node.Get<ILiveSignals>().SendAsync("test.topic");

        Assert.Contains(node.Log.Lines, line => line.Text.Contains("could not be sent", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tag")]
    [InlineData("key")]
    [InlineData("everything")]
    public async Task What_one_node_removes_from_the_cache_the_other_forgets(string way)
    {
        var (here, there) = (_one.Get<HybridCache>(), _other.Get<HybridCache>());
        await there.GetOrCreateAsync("a", LoadAsync, tags: ["t"]);
        await there.GetOrCreateAsync("b", LoadAsync, tags: ["u"]);

        await (way switch
        {
            "tag" => here.RemoveByTagAsync("t"),
            "key" => here.RemoveAsync("a"),
            _ => here.RemoveByTagAsync("*"),
        });

        await Eventually.TrueAsync(async () => await there.GetOrCreateAsync("a", LoadAsync, tags: ["t"]) == "load 3", "the removal");
        Assert.Equal(way == "everything" ? "load 4" : "load 2", await there.GetOrCreateAsync("b", LoadAsync, tags: ["u"]));
    }

    [Fact]
    public async Task A_removal_does_not_cost_its_own_node_what_it_loads_next()
    {
        var here = _one.Get<HybridCache>();
        await here.RemoveByTagAsync("t");
        await here.GetOrCreateAsync("a", LoadAsync, tags: ["t"]);
        await _one.Get<ILiveSignals>().SendAsync("test.topic");
        await Eventually.TrueAsync(() => !_heard.IsEmpty, "everything said before to be heard");

        Assert.Equal("load 1", await here.GetOrCreateAsync("a", LoadAsync, tags: ["t"]));
    }

    [Fact]
    public async Task A_node_that_could_not_hear_for_a_while_forgets_everything_and_hears_again()
    {
        var there = _other.Get<HybridCache>();
        Assert.Equal("load 1", await there.GetOrCreateAsync("a", LoadAsync, tags: ["t"]));
        var missed = _missed;

        // Both lose their connection without a word of ours.
        await TestPostgres.ExecuteAsync(database.ConnectionString, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE (query LIKE 'LISTEN%' OR query = 'SELECT 1') AND datname = current_database()");

        await Eventually.TrueAsync(() => _missed > missed, "the other node to connect again");
        await Eventually.TrueAsync(async () => await there.GetOrCreateAsync("a", LoadAsync, tags: ["t"]) == "load 2", "everything to be forgotten");
        await Eventually.TrueAsync(
            async () =>
            {
                await _one.Get<ILiveSignals>().SendAsync("test.topic");
                return !_heard.IsEmpty;
            },
            "a signal to be heard again");
    }

    [Fact]
    public async Task A_node_that_never_heard_the_others_believes_its_memory_for_moments_only()
    {
        var clock = FakeClock.Still();
        await using var deaf = database.BuildNode();
        using var cache = new TwoLevelCache(Options.Create(new CacheSettings()), Options.Create(new RedisSettings()), clock, deaf.Log.Create<TwoLevelCache>(), deaf.Get<NodeChannel>());
        Assert.Equal("load 1", await cache.GetOrCreateAsync("a", LoadAsync));
        Assert.Equal("load 1", await cache.GetOrCreateAsync("a", LoadAsync));

        clock.Advance(NodeChannel.BelievedWhileDeaf + TimeSpan.FromSeconds(1));

        Assert.Equal("load 2", await cache.GetOrCreateAsync("a", LoadAsync));
    }

    private async Task SignalAsync(string topic, bool commit)
    {
        await using var scope = _one.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PlatformDb>();
        await using var transaction = await db.Database.BeginTransactionAsync();
        await db.SignalAsync(topic);
        Assert.Empty(_heard);
        await (commit ? transaction.CommitAsync() : transaction.RollbackAsync());
    }

    private ValueTask<string> LoadAsync(CancellationToken cancellationToken) => ValueTask.FromResult($"load {Interlocked.Increment(ref _loads)}");
}
