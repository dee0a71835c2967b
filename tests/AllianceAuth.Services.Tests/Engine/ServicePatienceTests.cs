using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Services;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Engine;

public sealed class ServicePatienceTests
{
    [Theory, InlineData(true), InlineData(false)]
    public async Task An_answer_that_takes_longer_than_two_minutes_is_an_outage_whether_the_connector_hears_of_it_or_not(bool hears)
    {
        var clock = FakeClock.Still(timers: FakeTimers.WhenAdvanced);
        var asked = ServicePatience.AskAsync(clock, limit => Task.Delay(Timeout.InfiniteTimeSpan, hears ? limit : CancellationToken.None).ContinueWith(_ => 1, limit), CancellationToken.None);

        clock.Advance(TimeSpan.FromSeconds(119));
        Assert.False(asked.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(ServiceTrouble.Down, (await Assert.ThrowsAsync<ServiceException>(() => asked)).Trouble);
    }

    [Fact]
    public async Task A_node_that_stops_has_not_learned_that_the_service_is_down()
    {
        using var stop = new CancellationTokenSource();
        var asked = ServicePatience.AskAsync(TimeProvider.System, limit => Task.Delay(Timeout.InfiniteTimeSpan, limit).ContinueWith(_ => 1, limit), stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }
}
