using System.Net;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.Control;

public sealed class FaultTests
{
    [Theory]
    [InlineData(SimulatedService.Esi, FaultKind.BadGateway, 502, "text/html")]
    [InlineData(SimulatedService.Esi, FaultKind.Unavailable, 503, "application/json")]
    [InlineData(SimulatedService.Esi, FaultKind.Timeout, 504, "application/json")]
    [InlineData(SimulatedService.Esi, FaultKind.RateLimited, 429, "application/json")]
    [InlineData(SimulatedService.Esi, FaultKind.ErrorLimited, 420, "application/json")]
    [InlineData(SimulatedService.Esi, FaultKind.NotFound, 404, "application/json")]
    [InlineData(SimulatedService.Sso, FaultKind.Unavailable, 503, "text/html")]
    [InlineData(SimulatedService.Sso, FaultKind.Timeout, 504, "text/html")]
    [InlineData(SimulatedService.Images, FaultKind.Unavailable, 503, "text/html")]
    public async Task A_service_fails_as_told_and_is_well_again_when_the_fault_is_lifted(SimulatedService service, FaultKind kind, int status, string type)
    {
        await using var simulation = await Simulation.StartAsync();
        var path = service switch { SimulatedService.Esi => "/esi/alliances", SimulatedService.Sso => "/sso/oauth/jwks", _ => "/images/types/587" };
        var fault = simulation.Control.AddFault(new(service, kind));

        using var failing = await simulation.GetAsync(path);
        simulation.Control.LiftFault(fault.Id);
        using var well = await simulation.GetAsync(path);

        Assert.Equal((status, type), ((int)failing.StatusCode, failing.Content.Headers.ContentType!.MediaType));
        Assert.Equal(HttpStatusCode.OK, well.StatusCode);
    }

    [Fact]
    public async Task Downtime_says_what_eve_says()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.AddFault(new(SimulatedService.Esi, FaultKind.Unavailable));

        using var answer = await simulation.GetAsync("/esi/status");

        Assert.Equal("The datasource tranquility is temporarily unavailable", await answer.ErrorAsync());
    }

    [Fact]
    public async Task A_fault_keeps_to_its_route_and_to_its_count()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.AddFault(new(SimulatedService.Esi, FaultKind.BadGateway, "/characters/", Count: 2));

        using var elsewhere = await simulation.GetAsync("/esi/alliances");
        using var first = await simulation.GetAsync("/esi/characters/2112000001");
        using var second = await simulation.GetAsync("/esi/latest/characters/2112000001/");
        using var third = await simulation.GetAsync("/esi/characters/2112000001");

        Assert.Equal(
            [HttpStatusCode.OK, HttpStatusCode.BadGateway, HttpStatusCode.BadGateway, HttpStatusCode.OK],
            new[] { elsewhere.StatusCode, first.StatusCode, second.StatusCode, third.StatusCode });
        Assert.Empty(simulation.Control.Faults);
    }

    [Fact]
    public async Task A_slow_service_answers_when_the_clock_says_so()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.AddFault(new(SimulatedService.Esi, FaultKind.Slow, DelayMs: 11_000));

        var answer = simulation.GetAsync("/esi/alliances");
        await simulation.Clock.TimerSet;
        Assert.False(answer.IsCompleted);
        simulation.Clock.Advance(TimeSpan.FromSeconds(11));

        using var late = await answer;
        Assert.Equal(HttpStatusCode.OK, late.StatusCode);
    }

    [Fact]
    public async Task A_malformed_body_is_not_json()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.AddFault(new(SimulatedService.Esi, FaultKind.Malformed));

        using var answer = await simulation.GetAsync("/esi/alliances");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await Assert.ThrowsAnyAsync<System.Text.Json.JsonException>(answer.JsonAsync);
    }

    [Fact]
    public async Task A_cut_connection_ends_in_the_middle()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.AddFault(new(SimulatedService.Esi, FaultKind.Cut));

        await Assert.ThrowsAsync<HttpRequestException>(() => simulation.GetAsync("/esi/alliances"));
    }

    [Theory]
    [InlineData(FaultKind.RateLimited, "Retry-After")]
    [InlineData(FaultKind.ErrorLimited, "X-Esi-Error-Limit-Reset")]
    public async Task A_forced_limit_says_when_to_come_back(FaultKind kind, string header)
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.AddFault(new(SimulatedService.Esi, kind, Seconds: 17));

        using var answer = await simulation.GetAsync("/esi/alliances");

        Assert.Equal("17", answer.Header(header));
    }

    [Fact]
    public async Task The_control_itself_never_fails()
    {
        await using var simulation = await Simulation.StartAsync();
        foreach (var service in Enum.GetValues<SimulatedService>())
        {
            simulation.Control.AddFault(new(service, FaultKind.Unavailable));
        }

        var state = await simulation.JsonAsync("/control/api/state");
        simulation.Control.LiftFaults();

        Assert.Equal(Enum.GetValues<SimulatedService>().Length, state.GetProperty("faults").GetArrayLength());
        Assert.Empty(simulation.Control.Faults);
    }

    [Fact]
    public async Task Two_simulators_in_one_process_share_nothing()
    {
        await using var first = await Simulation.StartAsync();
        await using var second = await Simulation.StartAsync();
        first.Control.MovePilot(Simulation.Maren, 98000002);
        first.Control.AddFault(new(SimulatedService.Esi, FaultKind.Unavailable));

        var affiliation = await second.AffiliationAsync(Simulation.Maren);

        Assert.Equal(98000001, affiliation.GetProperty("corporation_id").GetInt64());
        Assert.NotEqual(first.Host.Address, second.Host.Address);
    }
}
