using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;

namespace AllianceAuth.Shared.Infrastructure.Jobs;

/// <summary>
/// Brings Quartz's stored schedules in line with the jobs and settings of this version: Quartz decides when, on one node of the cluster;
/// the queue decides what runs next.
/// </summary>
internal sealed class JobScheduler(ISchedulerFactory schedulers, JobCatalog catalog, ILogger<JobScheduler> logger) : IHostedService
{
    private const string Group = "schedules";

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var scheduler = await schedulers.GetScheduler(cancellationToken);
        foreach (var definition in catalog.Definitions)
        {
            var key = new JobKey(definition.Name, Group);
            if (catalog.ScheduleOf(definition) is { } expression)
            {
                await ScheduleAsync(scheduler, key, expression, definition.Priority, cancellationToken);
            }
            else if (await scheduler.DeleteJob(key, cancellationToken))
            {
                logger.LogInformation("The schedule of {Job} is off.", definition.Name);
            }
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task ScheduleAsync(IScheduler scheduler, JobKey key, string expression, int priority, CancellationToken cancellationToken)
    {
        var triggerKey = new TriggerKey(key.Name, Group);
        if (await scheduler.GetTrigger(triggerKey, cancellationToken) is ICronTrigger stored && stored.CronExpressionString == expression)
        {
            // Left alone: a new trigger would forget that it missed its time while the site was down.
            return;
        }

        var job = JobBuilder.Create<QueueScheduledRun>().WithIdentity(key).StoreDurably().Build();
        var trigger = TriggerBuilder.Create()
            .WithIdentity(triggerKey)
            .ForJob(key)
            .WithPriority(10 - priority)
            .WithCronSchedule(expression, cron => cron.InTimeZone(TimeZoneInfo.Utc).WithMisfireInstruction(CronTriggerMisfireInstruction.FireAndProceed))
            .Build();
        await scheduler.ScheduleJob(job, trigger, new ScheduleJobOptions { Replace = true }, cancellationToken);
        logger.LogInformation("{Job} runs by the schedule {Schedule} (UTC).", key.Name, expression);
    }
}

/// <summary>What Quartz fires: queues the job, which then waits its turn like any other.</summary>
internal sealed class QueueScheduledRun(JobQueue queue) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default) =>
        await queue.EnqueueScheduledAsync(context.JobDetail.Key.Name, cancellationToken);
}
