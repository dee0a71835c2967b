using AllianceAuth.Shared.Infrastructure.Caching;
using AllianceAuth.Testing;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Tests.Caching;

public sealed class MemoryLevelTests : IDisposable
{
    private readonly FakeClock _clock = FakeClock.Still();
    private readonly TestLog _log = new();
    private readonly TwoLevelCache _cache;
    private int _loads;

    public MemoryLevelTests() => _cache = new TwoLevelCache(Options.Create(new CacheSettings()), Options.Create(new RedisSettings()), _clock, _log.Create<TwoLevelCache>());

    public void Dispose() => _cache.Dispose();

    [Fact]
    public async Task The_second_question_gets_the_same_instance_without_a_load()
    {
        var first = await AskAsync("a");
        var second = await AskAsync("a");

        Assert.Same(first, second);
        Assert.Equal(1, _loads);
        Assert.Null(_cache.IsRedisUp);
    }

    [Fact]
    public async Task A_thousand_questions_at_once_make_one_load()
    {
        var goOn = new TaskCompletionSource();
        var answers = Enumerable.Range(0, 1000).Select(_ => _cache.GetOrCreateAsync("a", async _ =>
        {
            Interlocked.Increment(ref _loads);
            await goOn.Task;
            return new Answer(1);
        }).AsTask()).ToList();

        goOn.SetResult();

        Assert.Single((await Task.WhenAll(answers)).Distinct(ReferenceEqualityComparer.Instance));
        Assert.Equal(1, _loads);
    }

    [Fact]
    public async Task An_entry_ends_when_its_time_is_up()
    {
        var options = new HybridCacheEntryOptions { Expiration = TimeSpan.FromMinutes(10) };
        await AskAsync("a", options);
        _clock.Advance(TimeSpan.FromMinutes(9));
        await AskAsync("a", options);
        Assert.Equal(1, _loads);

        _clock.Advance(TimeSpan.FromMinutes(2));
        await AskAsync("a", options);

        Assert.Equal(2, _loads);
    }

    [Fact]
    public async Task A_removed_tag_takes_all_that_bear_it_and_nothing_else()
    {
        await AskAsync("a", tags: ["user:1", "all"]);
        await AskAsync("b", tags: ["user:2", "all"]);

        await _cache.RemoveByTagAsync("user:1");
        await AskAsync("a", tags: ["user:1", "all"]);
        await AskAsync("b", tags: ["user:2", "all"]);
        Assert.Equal(3, _loads);

        await _cache.RemoveByTagAsync(["all"]);
        await AskAsync("a", tags: ["user:1", "all"]);
        await AskAsync("b", tags: ["user:2", "all"]);
        Assert.Equal(5, _loads);

        await _cache.RemoveByTagAsync("*");
        await AskAsync("a");
        Assert.Equal(6, _loads);
    }

    [Fact]
    public async Task A_removed_key_is_loaded_anew()
    {
        await AskAsync("a");
        await AskAsync("b");

        await _cache.RemoveAsync(["a"]);
        await AskAsync("a");
        await AskAsync("b");

        Assert.Equal(3, _loads);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_removal_during_a_load_wins_over_what_the_load_brings_back(bool byTag)
    {
        var (began, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var early = _cache.GetOrCreateAsync("access:7", async _ =>
        {
            began.SetResult();
            await goOn.Task;
            return "may see everything";
        }, tags: ["user:7"]).AsTask();
        await began.Task;

        await (byTag ? _cache.RemoveByTagAsync("user:7") : _cache.RemoveAsync("access:7"));
        var askedAfterwards = await _cache.GetOrCreateAsync("access:7", _ => ValueTask.FromResult("may see nothing"), tags: ["user:7"]);
        goOn.SetResult();
        await early;

        Assert.Equal("may see nothing", askedAfterwards);
        Assert.Equal("may see nothing", await _cache.GetOrCreateAsync("access:7", _ => ValueTask.FromResult("may see nothing"), tags: ["user:7"]));
    }

    [Fact]
    public async Task What_was_set_is_not_overwritten_by_a_load_that_began_before()
    {
        var (began, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var early = _cache.GetOrCreateAsync("a", async _ =>
        {
            began.SetResult();
            await goOn.Task;
            return "old";
        }).AsTask();
        await began.Task;

        await _cache.SetAsync("a", "new");
        goOn.SetResult();
        await early;

        Assert.Equal("new", await _cache.GetOrCreateAsync("a", _ => ValueTask.FromResult("loaded")));
    }

    [Fact]
    public async Task A_failed_load_is_everybodys_failure_and_is_not_kept()
    {
        var goOn = new TaskCompletionSource();
        var answers = Enumerable.Range(0, 5).Select(_ => _cache.GetOrCreateAsync<Answer>("a", async _ =>
        {
            Interlocked.Increment(ref _loads);
            await goOn.Task;
            throw new InvalidDataException();
        }).AsTask()).ToList();
        goOn.SetResult();

        foreach (var answer in answers)
        {
            await Assert.ThrowsAsync<InvalidDataException>(() => answer);
        }

        Assert.Equal(1, _loads);
        await AskAsync("a");
        Assert.Equal(2, _loads);
    }

    [Fact]
    public async Task When_the_one_who_loads_goes_away_the_others_load_for_themselves()
    {
        using var gone = new CancellationTokenSource();
        var began = new TaskCompletionSource();
        var first = _cache.GetOrCreateAsync<string>("a", async stop =>
        {
            began.SetResult();
            await Task.Delay(Timeout.Infinite, stop);
            return "never";
        }, cancellationToken: gone.Token).AsTask();
        await began.Task;
        var second = _cache.GetOrCreateAsync("a", _ => ValueTask.FromResult("mine")).AsTask();

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal("mine", await second);
    }

    [Fact]
    public async Task One_who_stops_waiting_disturbs_nobody()
    {
        using var impatient = new CancellationTokenSource();
        var (began, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var first = _cache.GetOrCreateAsync("a", async _ =>
        {
            began.SetResult();
            await goOn.Task;
            return "value";
        }).AsTask();
        await began.Task;
        var second = _cache.GetOrCreateAsync("a", _ => ValueTask.FromResult("other"), cancellationToken: impatient.Token).AsTask();

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        goOn.SetResult();

        Assert.Equal("value", await first);
    }

    [Fact]
    public async Task Nothing_is_a_value_too()
    {
        for (var i = 0; i < 2; i++)
        {
            Assert.Null(await _cache.GetOrCreateAsync<Answer?>("a", _ =>
            {
                _loads++;
                return ValueTask.FromResult<Answer?>(null);
            }));
        }

        Assert.Equal(1, _loads);
    }

    [Fact]
    public async Task One_key_under_two_types_is_two_values_and_never_a_wrong_cast()
    {
        Assert.Equal("text", await _cache.GetOrCreateAsync("a", _ => ValueTask.FromResult("text")));
        Assert.Equal(7, await _cache.GetOrCreateAsync("a", _ => ValueTask.FromResult(7)));
    }

    [Fact]
    public async Task The_flags_of_the_abstraction_are_kept()
    {
        await AskAsync("a");

        await AskAsync("a", new() { Flags = HybridCacheEntryFlags.DisableLocalCache });
        Assert.Equal(2, _loads);

        await AskAsync("b", new() { Flags = HybridCacheEntryFlags.DisableLocalCacheWrite });
        await AskAsync("b");
        Assert.Equal(4, _loads);

        Assert.Null(await AskAsync("c", new() { Flags = HybridCacheEntryFlags.DisableUnderlyingData }));
        Assert.Equal(4, _loads);
    }

    [Fact]
    public async Task Removals_and_loads_that_race_never_leave_an_old_value_behind()
    {
        var truth = 0;
        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 3000; i++)
            {
                var before = Volatile.Read(ref truth);
                var seen = await _cache.GetOrCreateAsync("a", async _ =>
                {
                    var read = Volatile.Read(ref truth);
                    await Task.Yield();
                    return read;
                }, tags: ["t"]);
                // The one removal under way may not have been said yet; anything older must be gone.
                Assert.True(seen >= before - 1, $"Saw {seen} after {before}.");
            }
        })).ToList();
        for (var i = 0; i < 500; i++)
        {
            Interlocked.Increment(ref truth);
            await _cache.RemoveByTagAsync("t");
            Assert.Equal(truth, await _cache.GetOrCreateAsync("a", _ => ValueTask.FromResult(Volatile.Read(ref truth)), tags: ["t"]));
        }

        await Task.WhenAll(readers);
    }

    private async Task<Answer?> AskAsync(string key, HybridCacheEntryOptions? options = null, string[]? tags = null) =>
        await _cache.GetOrCreateAsync(key, _ => ValueTask.FromResult(new Answer(++_loads)), options, tags);

    private sealed record Answer(int Number);
}
