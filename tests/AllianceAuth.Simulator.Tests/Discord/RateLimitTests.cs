using System.Globalization;
using System.Net;
using AllianceAuth.Simulator.Discord;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Simulator.Requests;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.Discord;

public sealed class RateLimitTests
{
    [Fact]
    public async Task Every_answer_says_what_is_left_of_its_bucket()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        using var first = await client.SendAsync("GET", client.MemberPath(client.Yuna));
        simulation.Clock.Advance(TimeSpan.FromMilliseconds(250));

        using var second = await client.SendAsync("GET", client.MemberPath(client.Owner));

        Assert.Equal(("5", "3", "0.750"), (second.Header("X-RateLimit-Limit"), second.Header("X-RateLimit-Remaining"), second.Header("X-RateLimit-Reset-After")));
        Assert.Equal(simulation.Clock.GetUtcNow().ToUnixTimeMilliseconds() + 750, decimal.Parse(second.Header("X-RateLimit-Reset"), CultureInfo.InvariantCulture) * 1_000);
        Assert.Equal(first.Header("X-RateLimit-Bucket"), second.Header("X-RateLimit-Bucket"));
    }

    [Fact]
    public async Task A_spent_bucket_answers_429_until_it_is_full_again()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        client.Control.SetLimit("member-read", 1, 64.57);
        Assert.Equal(200, (await client.TryAsync("GET", client.MemberPath(client.Yuna))).Status);

        using var held = await client.SendAsync("GET", client.MemberPath(client.Yuna));

        Assert.Equal((HttpStatusCode.TooManyRequests, "65", "64.570", "user", "0"), (held.StatusCode, held.Header("Retry-After"), held.Header("X-RateLimit-Reset-After"), held.Header("X-RateLimit-Scope"), held.Header("X-RateLimit-Remaining")));
        var body = await held.JsonAsync();
        Assert.Equal((64.57, false), (body.GetProperty("retry_after").GetDouble(), body.GetProperty("global").GetBoolean()));
        Assert.Equal(200, (await client.TryAsync("GET", client.Guild)).Status);
        simulation.Clock.Advance(TimeSpan.FromSeconds(64.57));
        Assert.Equal(200, (await client.TryAsync("GET", client.MemberPath(client.Yuna))).Status);
    }

    [Fact]
    public async Task Old_versions_are_told_in_milliseconds()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        client.Control.Storm(new(RateLimitScope.User, Seconds: 2.5));

        using var held = await client.SendAsync("GET", client.Guild, version: "");

        Assert.Equal(2_500, (await held.JsonAsync()).GetProperty("retry_after").GetInt64());
    }

    [Fact]
    public async Task Too_many_calls_in_a_second_are_held_back_on_all_routes()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        client.Control.Change(s => s with { GlobalPerSecond = 2 });
        await client.TryAsync("GET", client.Guild);
        await client.TryAsync("GET", "/users/@me");

        using var held = await client.SendAsync("GET", $"{client.Guild}/roles");

        Assert.Equal((HttpStatusCode.TooManyRequests, "true", "global", ""), (held.StatusCode, held.Header("X-RateLimit-Global"), held.Header("X-RateLimit-Scope"), held.Header("X-RateLimit-Bucket")));
        Assert.True((await held.JsonAsync()).GetProperty("global").GetBoolean());
    }

    [Fact]
    public async Task Roles_are_not_created_without_end()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        client.Control.Change(s => s with { RoleCreations = 1 });
        using var last = await client.SendAsync("POST", $"{client.Guild}/roles", new { name = "One" });
        Assert.Equal((HttpStatusCode.OK, "1", "0", "172800.000"), (last.StatusCode, last.Header("X-RateLimit-Limit"), last.Header("X-RateLimit-Remaining"), last.Header("X-RateLimit-Reset-After")));

        using var held = await client.SendAsync("POST", $"{client.Guild}/roles", new { name = "Two" });

        Assert.Equal((HttpStatusCode.TooManyRequests, "172800"), (held.StatusCode, held.Header("Retry-After")));
        Assert.Null(client.World.Role("Two"));
    }

    [Fact]
    public async Task A_storm_passes_by_itself()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        client.Control.Storm(new(RateLimitScope.Shared, Count: 2, Seconds: 1, Route: "/members"));

        Assert.Equal(200, (await client.TryAsync("GET", client.Guild)).Status);
        using var held = await client.SendAsync("GET", client.MemberPath(client.Yuna));
        Assert.Equal((HttpStatusCode.TooManyRequests, "shared"), (held.StatusCode, held.Header("X-RateLimit-Scope")));
        Assert.Equal(429, (await client.TryAsync("GET", client.MemberPath(client.Yuna))).Status);
        Assert.Equal(200, (await client.TryAsync("GET", client.MemberPath(client.Yuna))).Status);
    }

    [Fact]
    public async Task Too_many_invalid_requests_shut_the_address_out_with_html()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        client.Control.Change(s => s with { InvalidRequests = 3 });
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal((401, 0), await client.TryAsync("GET", client.Guild, authorization: "Bot guess"));
        }

        using var held = await client.SendAsync("GET", client.Guild);

        Assert.Equal((HttpStatusCode.TooManyRequests, "text/html", "1800", ""), (held.StatusCode, held.Content.Headers.ContentType!.MediaType, held.Header("Retry-After"), held.Header("X-RateLimit-Scope")));
        simulation.Clock.Advance(TimeSpan.FromMinutes(30));
        Assert.Equal(200, (await client.TryAsync("GET", client.Guild)).Status);
    }

    [Fact]
    public async Task Shared_limits_do_not_count_as_invalid()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        client.Control.Change(s => s with { InvalidRequests = 2 });
        client.Control.Storm(new(RateLimitScope.Shared, Count: 3));
        for (var i = 0; i < 3; i++)
        {
            await client.TryAsync("GET", client.Guild);
        }

        Assert.Equal(200, (await client.TryAsync("GET", client.Guild)).Status);
    }

    [Fact]
    public async Task Limits_can_be_switched_off()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        simulation.Control.Change(s => s with { Limits = false });
        client.Control.SetLimit("guild", 1, 60);

        await client.TryAsync("GET", client.Guild);

        Assert.Equal(200, (await client.TryAsync("GET", client.Guild)).Status);
    }

    [Fact]
    public async Task A_call_before_the_time_is_noted()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        client.Control.Storm(new(RateLimitScope.User, Seconds: 5));
        await client.TryAsync("GET", client.MemberPath(client.Yuna));

        await client.TryAsync("GET", client.MemberPath(client.Owner));
        await client.TryAsync("GET", client.Guild);
        simulation.Clock.Advance(TimeSpan.FromSeconds(5));
        await client.TryAsync("GET", client.MemberPath(client.Yuna));

        var noted = Assert.Single(simulation.Host.Requests.Violations);
        Assert.EndsWith($"{client.Owner.Id}", noted.Path, StringComparison.Ordinal);
        Assert.Equal([Violation.SentWhileToldToWait], noted.Violations);
    }

    [Theory]
    [InlineData(RateLimitScope.Global)]
    [InlineData(RateLimitScope.Network)]
    public async Task A_wait_for_everything_holds_for_every_route(RateLimitScope scope)
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        client.Control.Storm(new(scope, Seconds: 5));
        await client.TryAsync("GET", client.MemberPath(client.Yuna), version: "/v9");

        await client.TryAsync("GET", client.Guild);

        Assert.Equal([Violation.SentWhileToldToWait], Assert.Single(simulation.Host.Requests.Violations).Violations);
    }

    [Fact]
    public async Task A_planned_fault_tells_to_wait_in_discords_way()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        simulation.Control.AddFault(new Fault(SimulatedService.Discord, FaultKind.RateLimited, Count: 1, Seconds: 7));

        using var held = await client.SendAsync("GET", client.Guild);
        await client.TryAsync("GET", client.Guild);

        Assert.Equal((7.0, "7", "user"), ((await held.JsonAsync()).GetProperty("retry_after").GetDouble(), held.Header("Retry-After"), held.Header("X-RateLimit-Scope")));
        Assert.Equal([Violation.SentWhileToldToWait], Assert.Single(simulation.Host.Requests.Violations).Violations);
    }

    [Theory]
    [InlineData("", Violation.MissingUserAgent)]
    [InlineData("Alliance Auth (https://auth.example.test, 3.8)", Violation.WrongUserAgent)]
    [InlineData("DiscordBot", Violation.WrongUserAgent)]
    public async Task An_odd_user_agent_is_noted_and_turned_away_when_discord_is_strict(string agent, Violation violation)
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        using var tolerant = await client.SendAsync("GET", client.Guild, agent: agent);
        client.Control.Change(s => s with { StrictUserAgent = true });

        using var strict = await client.SendAsync("GET", client.Guild, agent: agent);

        Assert.Equal(HttpStatusCode.OK, tolerant.StatusCode);
        Assert.Equal((HttpStatusCode.Forbidden, 40333), (strict.StatusCode, (await strict.JsonAsync()).GetProperty("code").GetInt32()));
        Assert.Equal([violation, violation], simulation.Host.Requests.Violations.SelectMany(r => r.Violations));
    }

    [Fact]
    public async Task A_good_client_is_not_noted()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        using var added = await client.AddAsync(client.Maren, "Maren");

        await client.GetAsync($"{client.Guild}/roles");

        Assert.Empty(simulation.Host.Requests.Violations);
    }
}
