using AllianceAuth.Services.Connectors.Discord.Api;
using AllianceAuth.Services.Connectors.Discord.Limits;
using AllianceAuth.Shared.Services;
using AllianceAuth.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Discord;

public sealed class DiscordLimiterTests(DiscordSite site) : DiscordTests(site)
{
    private const string Route = "GET member";
    private readonly FakeClock _clock = FakeClock.Still(timers: FakeTimers.WhenAdvanced);

    [Fact, Rule("DISC-023")]
    public async Task While_Discord_wants_rest_nobody_calls()
    {
        var limiter = Limiter();
        await limiter.BackOffAsync(TimeSpan.FromSeconds(3), default);

        Assert.Equal(TimeSpan.FromSeconds(3), await BusyAsync(limiter));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(await BusyAsync(limiter));
    }

    [Fact, Rule("DISC-023")]
    public async Task A_rest_of_less_than_a_quarter_second_is_waited_for()
    {
        var limiter = Limiter();
        await limiter.BackOffAsync(TimeSpan.FromMilliseconds(200), default);

        var call = limiter.EnterAsync(Route, counts: true, default);
        await Eventually.TrueAsync(() => Task.FromResult(_clock.TimerSet.IsCompleted), "the limiter to wait");
        Assert.False(call.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(200));
        await call;
    }

    [Fact, Rule("DISC-024")]
    public async Task All_nodes_count_together()
    {
        var (one, other) = (Limiter(), Limiter());

        var passed = 0;
        await Parallel.ForAsync(0, 20, async (i, _) =>
        {
            if (await BusyAsync(i % 2 == 0 ? one : other) is null)
            {
                Interlocked.Increment(ref passed);
            }
        });

        Assert.Equal(5, passed);
    }

    [Fact, Rule("DISC-025")]
    public async Task Five_requests_pass_in_a_window_and_five_in_the_next()
    {
        var limiter = Limiter();
        Assert.Equal(5, await PassAsync(limiter, 9));

        _clock.Advance(TimeSpan.FromMilliseconds(5500));

        Assert.Equal(5, await PassAsync(limiter, 9));
    }

    [Fact, Rule("DISC-026")]
    public async Task Who_comes_too_late_is_told_how_long_the_window_lasts()
    {
        var limiter = Limiter();
        await PassAsync(limiter, 5);
        _clock.Advance(TimeSpan.FromMilliseconds(500));

        Assert.Equal(TimeSpan.FromSeconds(5), await BusyAsync(limiter));
    }

    [Fact, Rule("DISC-026")]
    public async Task The_last_moment_of_a_window_is_waited_for()
    {
        var limiter = Limiter();
        await PassAsync(limiter, 5);
        _clock.Advance(TimeSpan.FromMilliseconds(5480));

        var call = limiter.EnterAsync(Route, counts: true, default);
        await Eventually.TrueAsync(() => Task.FromResult(_clock.TimerSet.IsCompleted), "the limiter to wait");
        _clock.Advance(TimeSpan.FromMilliseconds(49));
        Assert.False(call.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        await call;
    }

    [Fact, Rule("DISC-027")]
    public async Task A_thousand_tries_are_enough()
    {
        // Its timers go off at once and its time stands still, so the short wait never ends.
        var clock = FakeClock.Still(timers: FakeTimers.AtOnce);
        var limiter = Limiter(clock);
        await limiter.BackOffAsync(TimeSpan.FromMilliseconds(100), default);

        await Assert.ThrowsAsync<InvalidOperationException>(() => limiter.EnterAsync(Route, counts: true, default));
        Assert.Equal(1000, clock.Waits.Count);
    }

    [Fact, Rule("DISC-028")]
    public async Task A_call_that_does_not_count_passes_by_the_window_and_not_by_a_rest()
    {
        var limiter = Limiter();
        await PassAsync(limiter, 5);
        await limiter.EnterAsync(Route, counts: false, default);

        await limiter.BackOffAsync(TimeSpan.FromSeconds(2), default);

        await Assert.ThrowsAsync<ServiceException>(() => limiter.EnterAsync(Route, counts: false, default));
    }

    [Fact, Rule("DISC-029")]
    public async Task A_shorter_rest_does_not_end_a_longer_one()
    {
        var limiter = Limiter();
        await limiter.BackOffAsync(TimeSpan.FromSeconds(30), default);
        await Limiter().BackOffAsync(TimeSpan.FromSeconds(3), default);

        Assert.Equal(TimeSpan.FromSeconds(30), await BusyAsync(limiter));
    }

    [Theory, Rule("DISC-030")]
    [InlineData(999, 1)]
    [InlineData(1000, 1)]
    [InlineData(1001, 2)]
    public void Waits_are_whole_seconds_rounded_up(int milliseconds, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), DiscordLimiter.WholeSeconds(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public async Task A_bucket_that_its_headers_call_empty_rests_alone_and_all_routes_of_it_with_it()
    {
        var limiter = Limiter();
        await limiter.LearnAsync(Route, new("b0a4", 5, 3, TimeSpan.FromSeconds(1)), default);
        await limiter.LearnAsync("PATCH member", new("b0a4", 5, 0, TimeSpan.FromSeconds(8)), default);

        Assert.Equal(TimeSpan.FromSeconds(8), await BusyAsync(limiter));
        await limiter.EnterAsync("GET guild", counts: true, default);
    }

    [Fact]
    public async Task A_node_that_has_just_started_knows_of_a_bucket_that_is_empty()
    {
        await Limiter().LearnAsync(Route, new("b0a4", 5, 0, TimeSpan.FromSeconds(8)), default);

        Assert.Equal(TimeSpan.FromSeconds(8), await BusyAsync(Limiter()));
    }

    [Fact, Rule("DISC-032")]
    public async Task The_two_days_of_new_roles_stop_nothing_but_new_roles()
    {
        var limiter = Limiter();
        await limiter.LearnAsync(Route, new("c1d2", 250, 249, TimeSpan.FromHours(30)), default);

        await limiter.LearnAsync(DiscordApi.CreateRoleRoute, new("c1d2", 250, 0, TimeSpan.FromHours(28)), default);

        Assert.Equal(_clock.GetUtcNow() + TimeSpan.FromHours(28), await limiter.RestsUntilAsync(DiscordLimit.RoleCreation, default));
        Assert.Null(await BusyAsync(limiter));
        await limiter.EnterAsync(DiscordApi.CreateRoleRoute, counts: true, default);
    }

    private DiscordLimiter Limiter(FakeClock? clock = null) =>
        new(Site.Services.GetRequiredService<IServiceScopeFactory>(), clock ?? _clock, NullLogger<DiscordLimiter>.Instance);

    private static async Task<TimeSpan?> BusyAsync(DiscordLimiter limiter)
    {
        try
        {
            await limiter.EnterAsync(Route, counts: true, default);
            return null;
        }
        catch (ServiceException busy) when (busy.Trouble is ServiceTrouble.Busy)
        {
            return busy.Wait;
        }
    }

    private static async Task<int> PassAsync(DiscordLimiter limiter, int calls)
    {
        var passed = 0;
        for (var i = 0; i < calls; i++)
        {
            passed += await BusyAsync(limiter) is null ? 1 : 0;
        }

        return passed;
    }
}
