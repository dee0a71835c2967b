using System.Globalization;
using System.Net;
using System.Text.Json;
using AllianceAuth.Simulator.Requests;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.Esi;

public sealed class TransportTests
{
    private const string Pilot = "/esi/characters/2112000001";

    [Theory]
    [InlineData("/esi/characters/2112000001")]
    [InlineData("/esi/latest/characters/2112000001/")]
    [InlineData("/esi/legacy/characters/2112000001/")]
    [InlineData("/esi/dev/characters/2112000001/")]
    [InlineData("/esi/v5/characters/2112000001/")]
    public async Task Both_path_styles_lead_to_the_same_pilot(string path)
    {
        await using var simulation = await Simulation.StartAsync();

        Assert.Equal("Maren Ostvik", (await simulation.JsonAsync(path)).GetProperty("name").GetString());
    }

    [Theory]
    [InlineData(null, "2020-01-01")]
    [InlineData("2025-01-01", "2020-01-01")]
    [InlineData("2025-12-16", "2025-12-16")]
    [InlineData("2026-02-01", "2025-12-16")]
    [InlineData("2026-08-04", "2026-08-04")]
    public async Task The_date_that_applies_is_the_nearest_known_one_before_the_asked_one(string? asked, string effective)
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.GetAsync(Pilot, headers: asked is null ? [] : [("X-Compatibility-Date", asked)]);

        Assert.Equal(effective, answer.Header("X-Compatibility-Date"));
    }

    [Theory]
    [InlineData("2027-01-01")]
    [InlineData("2019-12-31")]
    [InlineData("yesterday")]
    public async Task A_date_that_is_not_known_yet_or_any_more_is_refused(string asked)
    {
        await using var simulation = await Simulation.StartAsync();

        using var header = await simulation.GetAsync(Pilot, headers: ("X-Compatibility-Date", asked));
        using var query = await simulation.GetAsync($"{Pilot}?compatibility_date={asked}");

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (header.StatusCode, query.StatusCode));
    }

    [Fact]
    public async Task A_new_compatibility_day_begins_at_eleven()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Clock.Advance(new DateTimeOffset(2027, 5, 1, 10, 59, 59, TimeSpan.Zero) - simulation.Clock.GetUtcNow());
        using var before = await simulation.GetAsync(Pilot, headers: ("X-Compatibility-Date", "2027-05-01"));

        simulation.Clock.Advance(TimeSpan.FromSeconds(1));

        using var after = await simulation.GetAsync(Pilot, headers: ("X-Compatibility-Date", "2027-05-01"));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (before.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task Answers_say_when_they_were_made_and_when_they_end()
    {
        await using var simulation = await Simulation.StartAsync();
        var now = simulation.Clock.GetUtcNow();

        using var answer = await simulation.GetAsync("/esi/corporations/98000001");

        Assert.Equal(now, answer.Headers.Date);
        Assert.Equal(now, answer.Content.Headers.LastModified);
        Assert.Equal(now.AddHours(1), answer.Content.Headers.Expires);
        Assert.Equal("public, max-age=3600", answer.Header("Cache-Control"));
        Assert.NotEmpty(answer.Header("ETag"));
    }

    [Theory]
    [InlineData("/esi/characters/2112000001", 86_400)]
    [InlineData("/esi/alliances", 3_600)]
    [InlineData("/esi/status", 30)]
    [InlineData("/esi/meta/compatibility-dates", 600)]
    [InlineData("/esi/universe/types", 5_700)]
    public async Task Each_route_has_its_own_life(string path, int seconds)
    {
        // 5,700 s from 09:30 lead to the end of downtime, 11:05.
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.GetAsync(path);

        Assert.Equal(simulation.Clock.GetUtcNow().AddSeconds(seconds), answer.Content.Headers.Expires);
    }

    [Fact]
    public async Task A_matching_tag_is_answered_with_304_and_a_fresh_end()
    {
        await using var simulation = await Simulation.StartAsync();
        using var first = await simulation.GetAsync(Pilot);
        simulation.Clock.Advance(TimeSpan.FromDays(1));

        using var second = await simulation.GetAsync(Pilot, headers: ("If-None-Match", first.Header("ETag")));

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
        Assert.Equal(simulation.Clock.GetUtcNow().AddDays(1), second.Content.Headers.Expires);
        Assert.Empty(await second.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_change_gives_another_tag()
    {
        await using var simulation = await Simulation.StartAsync();
        using var first = await simulation.GetAsync(Pilot);
        simulation.Control.RenamePilot(Simulation.Maren, "Maren Vale");

        using var second = await simulation.GetAsync(Pilot, headers: ("If-None-Match", first.Header("ETag")));

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.NotEqual(first.Header("ETag"), second.Header("ETag"));
    }

    [Fact]
    public async Task An_unmodified_answer_is_told_by_date_as_well()
    {
        await using var simulation = await Simulation.StartAsync();
        using var first = await simulation.GetAsync(Pilot);

        using var second = await simulation.GetAsync(Pilot, headers: ("If-Modified-Since", first.Header("Last-Modified")));

        Assert.Equal(HttpStatusCode.NotModified, second.StatusCode);
    }

    [Fact]
    public async Task With_cache_lag_an_answer_stays_until_its_end()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.Change(s => s with { CacheLag = true });
        await simulation.JsonAsync(Pilot);
        await simulation.AffiliationAsync(Simulation.Maren);
        simulation.Control.MovePilot(Simulation.Maren, 98000002);

        simulation.Clock.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        var early = await simulation.AffiliationAsync(Simulation.Maren);
        simulation.Clock.Advance(TimeSpan.FromSeconds(1));
        var late = await simulation.AffiliationAsync(Simulation.Maren);
        var pilot = await simulation.JsonAsync(Pilot);

        Assert.Equal(98000001, early.GetProperty("corporation_id").GetInt64());
        Assert.Equal(98000002, late.GetProperty("corporation_id").GetInt64());
        Assert.Equal(98000001, pilot.GetProperty("corporation_id").GetInt64());
        simulation.Clock.Advance(TimeSpan.FromDays(1));
        Assert.Equal(98000002, (await simulation.JsonAsync(Pilot)).GetProperty("corporation_id").GetInt64());
    }

    [Fact]
    public async Task Without_cache_lag_a_change_shows_at_once()
    {
        await using var simulation = await Simulation.StartAsync();
        await simulation.JsonAsync(Pilot);

        simulation.Control.MovePilot(Simulation.Maren, 98000015);

        Assert.Equal(99000002, (await simulation.JsonAsync(Pilot)).GetProperty("alliance_id").GetInt64());
    }

    [Fact]
    public async Task Pages_turn_until_the_last_one()
    {
        await using var simulation = await Simulation.StartAsync();

        using var first = await simulation.GetAsync("/esi/universe/types");
        using var second = await simulation.GetAsync("/esi/universe/types?page=2");
        using var third = await simulation.GetAsync("/esi/universe/types?page=3");

        Assert.Equal("2", first.Header("X-Pages"));
        var all = (await first.JsonAsync()).EnumerateArray().Concat((await second.JsonAsync()).EnumerateArray()).Select(t => t.GetInt64()).ToList();
        Assert.Equal(simulation.World.Types.Count, all.Distinct().Count());
        Assert.Equal((HttpStatusCode.NotFound, "Requested page does not exist!"), (third.StatusCode, await third.ErrorAsync()));
    }

    [Fact]
    public async Task A_path_that_holds_no_number_is_a_bad_request()
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.GetAsync("/esi/characters/maren");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("path.character_id", (await answer.JsonAsync()).GetProperty("details")[0].GetProperty("location").GetString());
    }

    [Fact]
    public async Task A_request_without_user_agent_is_reported()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Http.DefaultRequestHeaders.UserAgent.Clear();

        await simulation.JsonAsync(Pilot);

        var violation = Assert.Single(simulation.Host.Requests.Violations);
        Assert.Equal([Violation.MissingUserAgent], violation.Violations);
    }

    [Fact]
    public async Task Asking_again_before_the_end_is_reported_and_asking_after_it_is_not()
    {
        await using var simulation = await Simulation.StartAsync();
        await simulation.JsonAsync(Pilot);
        simulation.Clock.Advance(TimeSpan.FromDays(1));
        await simulation.JsonAsync(Pilot);
        Assert.Empty(simulation.Host.Requests.Violations);

        simulation.Clock.Advance(TimeSpan.FromHours(23));
        await simulation.JsonAsync($"{Pilot}/?user_agent=x");

        var violation = Assert.Single(simulation.Host.Requests.Violations);
        Assert.Equal([Violation.RequestedBeforeExpires], violation.Violations);
    }

    [Theory]
    [InlineData("/esi/characters/2112000001/blueprints")]
    [InlineData("/sso/v1/oauth/authorize")]
    [InlineData("/images/planets/1/icon/x")]
    public async Task An_address_that_nobody_serves_is_reported(string path)
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal([Violation.UnknownRoute], Assert.Single(simulation.Host.Requests.Violations).Violations);
    }

    [Fact]
    public async Task The_log_knows_who_asked_for_what_and_keeps_no_secrets()
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.GetAsync($"{Pilot}?token=secret");

        var request = Assert.Single(simulation.Host.Requests.To("/characters/"));
        Assert.Equal((SimulatedService.Esi, "GET", $"{Pilot}?token=…", 200), (request.Service, request.Method, request.Path, request.Status));
        Assert.StartsWith("simulator-tests/", request.UserAgent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_known_dates_can_be_asked_for()
    {
        await using var simulation = await Simulation.StartAsync();

        var dates = (await simulation.JsonAsync("/esi/meta/compatibility-dates")).GetProperty("compatibility_dates").EnumerateArray().Select(d => d.GetString()!).ToList();

        Assert.Equal(("2026-08-18", "2020-01-01"), (dates[0], dates[^1]));
        Assert.All(dates, d => Assert.True(DateOnly.TryParseExact(d, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)));
    }

    [Fact]
    public async Task Static_data_says_its_language()
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.GetAsync("/esi/universe/types/587", headers: ("Accept-Language", "de"));

        Assert.Equal("en", answer.Header("Content-Language"));
        Assert.Equal(JsonValueKind.Object, (await answer.JsonAsync()).ValueKind);
    }
}
