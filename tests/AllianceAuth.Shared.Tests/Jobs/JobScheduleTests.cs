using System.Diagnostics;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Quartz;

namespace AllianceAuth.Shared.Tests.Jobs;

public sealed class JobScheduleTests : JobTestBase
{
    private const string EverySecond = "* * * * * ?";
    private static readonly JobDefinition Yearly = new("example") { Schedule = "0 0 0 1 1 ?" };

    [Fact]
    public async Task A_schedule_queues_its_job_once_for_the_whole_cluster()
    {
        await using var one = await StartNodeAsync(Yearly, ("Jobs:Schedules:example", EverySecond));
        await using var other = await StartNodeAsync(Yearly, ("Jobs:Schedules:example", EverySecond));
        var watch = Stopwatch.StartNew();
        var before = (await HistoryOfAsync(one)).Count;

        await EndedAsync(one, before + 8);

        // A scheduler that was held up may catch up on a few; twice as often as the seconds that went by is twice.
        var runs = (await HistoryOfAsync(one)).Count - before;
        Assert.True(runs <= watch.Elapsed.TotalSeconds + 3, $"{runs} runs within {watch.Elapsed}.");
        Assert.Equal(1, Work.MostAtOnce);
        Assert.All(Work.Runs, run => Assert.Null(run.Argument));
    }

    [Fact]
    public async Task Off_takes_a_stored_schedule_away_and_its_return_brings_it_back()
    {
        await using (await StartNodeAsync(Yearly, ("Jobs:Schedules:example", "0 0 3 * * ?")))
        {
        }

        await using (var off = await StartNodeAsync(Yearly, ("Jobs:Schedules:example", "off")))
        {
            Assert.Null(await TriggerOfAsync(off));
        }

        await using var back = await StartNodeAsync(Yearly, ("Jobs:Schedules:example", "0 0 4 * * ?"));
        var trigger = Assert.IsAssignableFrom<ICronTrigger>(await TriggerOfAsync(back));
        Assert.Equal(("0 0 4 * * ?", TimeZoneInfo.Utc), (trigger.CronExpressionString, trigger.TimeZone));
    }

    [Fact]
    public async Task A_changed_schedule_replaces_the_stored_one()
    {
        await using (await StartNodeAsync(Yearly, ("Jobs:Schedules:example", "0 0 3 * * ?")))
        {
        }

        await using var node = await StartNodeAsync(Yearly, ("Jobs:Schedules:example", "0 0 5 * * ?"));

        Assert.Equal("0 0 5 * * ?", Assert.IsAssignableFrom<ICronTrigger>(await TriggerOfAsync(node)).CronExpressionString);
    }

    [Theory]
    [InlineData("example", "every now and then", "Jobs:Schedules:example (environment variable Jobs__Schedules__example) must be 'off' or a cron expression with seconds")]
    [InlineData("exmaple", "off", "Jobs:Schedules:exmaple (environment variable Jobs__Schedules__exmaple) names no job. The jobs are: example, platform.prune-history, platform.send-mail.")]
    [InlineData("*", "0 0 * * * ?", "Jobs:Schedules:* (environment variable Jobs__Schedules__*) stands for every job and can only be 'off'")]
    public async Task A_wrong_schedule_stops_the_start_of_any_node_and_is_named(string job, string expression, string message)
    {
        await using var node = Database.BuildNode(services => services.AddJob<ExampleJob>(Yearly), ($"Jobs:Schedules:{job}", expression), ("Node:Role", "web"));

        var refused = await Assert.ThrowsAsync<OptionsValidationException>(node.StartAsync);

        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    private static async Task<ITrigger?> TriggerOfAsync(Node node)
    {
        var scheduler = await node.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();
        return await scheduler.GetTrigger(new TriggerKey("example", "schedules"));
    }
}
