using System.Diagnostics;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Caching;
using AllianceAuth.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Tests.Caching;

/// <summary>Two caches in one process are two nodes.</summary>
public sealed class SharedLevelTests : IDisposable
{
    private readonly List<TwoLevelCache> _caches = [];
    private readonly TestLog _log = new();
    private int _loads;

    public void Dispose() => _caches.ForEach(cache => cache.Dispose());

    [SkippableFact]
    public async Task What_one_node_loaded_the_other_does_not_load_again()
    {
        await using var redis = await RedisServer.StartAsync();
        var (one, other) = (await ConnectAsync(redis), await ConnectAsync(redis));
        await one.GetOrCreateAsync("a", LoadAsync, tags: ["t"]);

        var seen = await other.GetOrCreateAsync("a", LoadAsync, tags: ["t"]);

        Assert.Equal("load 1", seen);
        Assert.Equal(1, _loads);
    }

    [SkippableTheory]
    [InlineData("tag")]
    [InlineData("key")]
    [InlineData("set")]
    [InlineData("everything")]
    public async Task A_removal_on_one_node_reaches_the_memory_of_the_other(string way)
    {
        await using var redis = await RedisServer.StartAsync();
        var (one, other) = (await ConnectAsync(redis), await ConnectAsync(redis));
        await one.GetOrCreateAsync("a", LoadAsync, tags: ["t"]);
        await other.GetOrCreateAsync("a", LoadAsync, tags: ["t"]);
        await other.GetOrCreateAsync("b", LoadAsync, tags: ["u"]);

        await (way switch
        {
            "tag" => one.RemoveByTagAsync("t"),
            "key" => one.RemoveAsync("a"),
            "set" => one.SetAsync("a", "set", tags: ["t"]),
            _ => one.RemoveByTagAsync("*"),
        });

        var expected = way == "set" ? "set" : "load 3";
        await Eventually.TrueAsync(async () => await other.GetOrCreateAsync("a", LoadAsync, tags: ["t"]) == expected, "the new value");
        Assert.Equal(way == "everything" ? "load 4" : "load 2", await other.GetOrCreateAsync("b", LoadAsync, tags: ["u"]));
    }

    [SkippableFact]
    public async Task After_a_removal_nobody_finds_the_old_value_in_Redis_even_if_its_load_ends_later()
    {
        await using var redis = await RedisServer.StartAsync();
        var (one, other) = (await ConnectAsync(redis), await ConnectAsync(redis));
        var (began, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var early = one.GetOrCreateAsync("access:7", async _ =>
        {
            began.SetResult();
            await goOn.Task;
            return "may see everything";
        }, tags: ["user:7"]).AsTask();
        await began.Task;

        await other.RemoveByTagAsync("user:7");
        goOn.SetResult();
        await early;

        Assert.Equal("may see nothing", await other.GetOrCreateAsync("access:7", _ => ValueTask.FromResult("may see nothing"), tags: ["user:7"]));
        Assert.Equal("may see nothing", await (await ConnectAsync(redis)).GetOrCreateAsync("access:7", _ => ValueTask.FromResult("loaded"), tags: ["user:7"]));
    }

    [SkippableFact]
    public async Task A_node_that_missed_the_message_shows_the_old_value_no_longer_than_the_recheck_time()
    {
        await using var redis = await RedisServer.StartAsync();
        var clock = FakeClock.Still();
        var (one, deaf) = (await ConnectAsync(redis, clock), await ConnectAsync(redis, clock));
        await deaf.GetOrCreateAsync("a", LoadAsync, tags: ["t"]);
        // What RemoveByTagAsync does without its message.
        using (var client = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(redis.ConnectionString))
        {
            await client.GetDatabase().StringSetAsync("aa:v:t:t", "another version");
        }

        Assert.Equal("load 1", await deaf.GetOrCreateAsync("a", LoadAsync, tags: ["t"]));
        clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal("load 2", await deaf.GetOrCreateAsync("a", LoadAsync, tags: ["t"]));
        Assert.Equal("load 2", await one.GetOrCreateAsync("a", LoadAsync, tags: ["t"]));
    }

    [SkippableFact]
    public async Task Without_Redis_at_the_start_the_node_works_and_uses_it_once_it_is_there()
    {
        await using var redis = RedisServer.NotStarted();
        var (one, other) = (Make(redis), Make(redis));
        Assert.Equal("load 1", await one.GetOrCreateAsync("a", LoadAsync));
        await one.RemoveAsync("a");
        Assert.Equal("load 2", await one.GetOrCreateAsync("a", LoadAsync));

        await redis.StartAgainAsync();
        await Eventually.TrueAsync(() => one.IsRedisUp == true && other.IsRedisUp == true, "both connected");

        Assert.Equal("load 3", await one.GetOrCreateAsync("b", LoadAsync));
        Assert.Equal("load 3", await other.GetOrCreateAsync("b", LoadAsync));
    }

    [SkippableFact]
    public async Task When_Redis_dies_no_request_fails_and_what_was_removed_meanwhile_is_removed_for_all_when_it_is_back()
    {
        await using var redis = await RedisServer.StartAsync();
        var (one, other) = (await ConnectAsync(redis), await ConnectAsync(redis));
        await one.GetOrCreateAsync("a", LoadAsync, tags: ["t"]);
        await redis.StopAsync();

        await one.RemoveByTagAsync("t");
        Assert.Equal("load 2", await one.GetOrCreateAsync("a", LoadAsync, tags: ["t"]));
        await redis.StartAgainAsync();
        await Eventually.TrueAsync(() => one.IsRedisUp == true && other.IsRedisUp == true, "both connected again");

        Assert.NotEqual("load 1", await other.GetOrCreateAsync("a", LoadAsync, tags: ["t"]));
        Assert.InRange(_log.Lines.Count(line => line.Level == LogLevel.Warning), 1, 2);
    }

    [SkippableFact]
    public async Task When_Redis_hangs_a_request_waits_a_moment_once_and_a_removal_is_said_when_it_answers_again()
    {
        await using var redis = await RedisServer.StartAsync();
        var (one, other) = (await ConnectAsync(redis, patience: 1), await ConnectAsync(redis));
        await other.GetOrCreateAsync("a", LoadAsync, tags: ["t"]);
        redis.Freeze();
        var watch = Stopwatch.StartNew();

        await one.RemoveByTagAsync("t");
        for (var i = 0; i < 50; i++)
        {
            await one.GetOrCreateAsync($"key {i}", LoadAsync);
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(4), $"It took {watch.Elapsed}.");
        redis.Thaw();
        await Eventually.TrueAsync(async () => await other.GetOrCreateAsync("a", LoadAsync, tags: ["t"]) != "load 1", "the removal on the other node");
    }

    [SkippableFact]
    public async Task Garbage_in_Redis_is_a_value_we_do_not_have()
    {
        await using var redis = await RedisServer.StartAsync();
        var one = await ConnectAsync(redis);
        await one.GetOrCreateAsync("a", LoadAsync);
        using (var client = await StackExchange.Redis.ConnectionMultiplexer.ConnectAsync(redis.ConnectionString))
        {
            var db = client.GetDatabase();
            var key = client.GetServer(redis.ConnectionString).Keys(pattern: "aa:e:*").Single();
            foreach (var garbage in new[] { "", "x", "\0\0\0\0\0\0\0\0\0\0\0\0", new string('z', 5000) })
            {
                await db.StringSetAsync(key, garbage);
                var loads = _loads;
                await (await ConnectAsync(redis)).GetOrCreateAsync("a", LoadAsync);
                Assert.Equal(loads + 1, _loads);
            }
        }
    }

    [SkippableFact]
    public async Task An_access_snapshot_comes_back_from_Redis_as_it_went_in()
    {
        await using var redis = await RedisServer.StartAsync();
        var (one, other) = (await ConnectAsync(redis), await ConnectAsync(redis));
        var snapshot = new AccessSnapshot
        {
            User = new UserId(7),
            UserName = "Maren_Ostvik",
            IsActive = true,
            State = new StateId(2),
            StateName = "Member",
            Main = new MainCharacter(2112000001, "Maren Ostvik", 98000001, "Corp", "CRP", null, null, null),
            Characters = [2112000001, 2112000002],
            Groups = [new GroupMembership(new GroupId(3), "Logistics")],
            Permissions = new HashSet<string>(StringComparer.Ordinal) { "auth.timer_view", "srp.access_srp" },
        };
        await one.SetAsync("access:7", snapshot);

        var read = await other.GetOrCreateAsync<AccessSnapshot>("access:7", _ => throw new InvalidOperationException());

        Assert.NotSame(snapshot, read);
        Assert.Equivalent(snapshot, read, strict: true);
        Assert.True(read.Has("srp.access_srp"));
    }

    private ValueTask<string> LoadAsync(CancellationToken cancellationToken) => ValueTask.FromResult($"load {Interlocked.Increment(ref _loads)}");

    private async Task<TwoLevelCache> ConnectAsync(RedisServer redis, TimeProvider? clock = null, double patience = 30)
    {
        var cache = Make(redis, clock, patience);
        await Eventually.TrueAsync(() => cache.IsRedisUp == true, "a connection to Redis");
        return cache;
    }

    // Redis is really asked here; a machine that is busy for a moment must not look like one without Redis.
    private TwoLevelCache Make(RedisServer redis, TimeProvider? clock = null, double patience = 30)
    {
        var cache = new TwoLevelCache(
            Options.Create(new CacheSettings()), Options.Create(new RedisSettings { ConnectionString = redis.ConnectionString, PatienceSeconds = patience }), clock ?? TimeProvider.System, _log.Create<TwoLevelCache>());
        _caches.Add(cache);
        return cache;
    }
}
