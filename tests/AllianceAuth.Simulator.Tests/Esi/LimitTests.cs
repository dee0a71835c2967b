using System.Net;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.Esi;

public sealed class LimitTests
{
    private const string Location = "/esi/characters/2112000001/location";

    [Fact]
    public async Task Errors_are_counted_down_and_successes_are_not()
    {
        await using var simulation = await Simulation.StartAsync();

        using var success = await simulation.GetAsync("/esi/characters/2112000001");
        using var error = await simulation.GetAsync("/esi/characters/1");

        Assert.Equal("100", success.Header("x-esi-error-limit-remain"));
        Assert.Equal("99", error.Header("x-esi-error-limit-remain"));
        Assert.Equal("60", error.Header("x-esi-error-limit-reset"));
        Assert.Empty(error.Header("X-Ratelimit-Group"));
    }

    [Fact]
    public async Task The_hundredth_error_closes_every_route_until_the_window_ends()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Clock.Advance(TimeSpan.FromSeconds(20));
        for (var i = 0; i < 100; i++)
        {
            using var error = await simulation.GetAsync("/esi/alliances/1");
        }

        using var refused = await simulation.GetAsync("/esi/status");
        simulation.Clock.Advance(TimeSpan.FromSeconds(39));
        using var still = await simulation.GetAsync("/esi/alliances");
        simulation.Clock.Advance(TimeSpan.FromSeconds(1));
        using var again = await simulation.GetAsync("/esi/alliances");

        Assert.Equal((420, "0", "40"), ((int)refused.StatusCode, refused.Header("X-Esi-Error-Limit-Remain"), refused.Header("X-Esi-Error-Limit-Reset")));
        Assert.StartsWith("This software has exceeded the error limit for ESI.", await refused.ErrorAsync(), StringComparison.Ordinal);
        Assert.Equal((420, HttpStatusCode.OK), ((int)still.StatusCode, again.StatusCode));
    }

    [Fact]
    public async Task A_bucket_pays_two_for_success_one_for_unchanged_five_for_errors()
    {
        await using var simulation = await Simulation.StartAsync();
        var tokens = await simulation.SignInAsync(scope: Simulation.LocationScope);

        using var success = await simulation.GetAsync(Location, tokens.Access);
        using var unchanged = await simulation.GetAsync(Location, tokens.Access, ("If-None-Match", success.Header("ETag")));
        using var error = await simulation.GetAsync("/esi/characters/2112000001/ship", tokens.Access);

        Assert.Equal(("char-location", "1200/15m", "1198", "2"),
            (success.Header("X-Ratelimit-Group"), success.Header("X-Ratelimit-Limit"), success.Header("X-Ratelimit-Remaining"), success.Header("X-Ratelimit-Used")));
        Assert.Equal("3", unchanged.Header("X-Ratelimit-Used"));
        Assert.Equal("8", error.Header("X-Ratelimit-Used"));
        Assert.Empty(success.Header("X-Esi-Error-Limit-Remain"));
    }

    [Fact]
    public async Task Errors_of_a_bucket_do_not_touch_the_error_limit()
    {
        await using var simulation = await Simulation.StartAsync();

        using var error = await simulation.GetAsync(Location);
        using var other = await simulation.GetAsync("/esi/alliances");

        Assert.Equal((HttpStatusCode.Unauthorized, "100"), (error.StatusCode, other.Header("X-Esi-Error-Limit-Remain")));
    }

    [Fact]
    public async Task An_empty_bucket_refuses_and_says_when_to_come_back()
    {
        await using var simulation = await Simulation.StartAsync();
        for (var i = 0; i < 75; i++)
        {
            using var answer = await simulation.GetAsync("/esi/meta/compatibility-dates");
            simulation.Clock.Advance(TimeSpan.FromSeconds(2));
        }

        using var refused = await simulation.GetAsync("/esi/meta/compatibility-dates");
        simulation.Clock.Advance(TimeSpan.FromSeconds(int.Parse(refused.Header("Retry-After"), System.Globalization.CultureInfo.InvariantCulture)));
        using var again = await simulation.GetAsync("/esi/meta/compatibility-dates");

        // The first tokens were spent 150 s ago and come back 900 s after that.
        Assert.Equal((429, "750", "0"), ((int)refused.StatusCode, refused.Header("Retry-After"), refused.Header("X-Ratelimit-Remaining")));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Each_character_has_a_bucket_of_its_own()
    {
        await using var simulation = await Simulation.StartAsync();
        var maren = await simulation.SignInAsync(scope: Simulation.LocationScope);
        var lune = await simulation.SignInAsync(2112000002, Simulation.LocationScope);
        using var first = await simulation.GetAsync(Location, maren.Access);

        using var other = await simulation.GetAsync("/esi/characters/2112000002/location", lune.Access);

        Assert.Equal("2", other.Header("X-Ratelimit-Used"));
    }

    [Fact]
    public async Task Limits_can_be_switched_off_for_load_tests()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.Change(s => s with { Limits = false });
        for (var i = 0; i < 101; i++)
        {
            using var error = await simulation.GetAsync("/esi/alliances/1");
        }

        using var answer = await simulation.GetAsync("/esi/alliances");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
