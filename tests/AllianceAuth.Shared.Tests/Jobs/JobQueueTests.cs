using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Testing;

namespace AllianceAuth.Shared.Tests.Jobs;

public sealed class JobQueueTests : JobTestBase
{
    private static readonly JobDefinition Example = new("example") { Backoff = TimeSpan.FromMilliseconds(1) };

    [Fact]
    public async Task A_queued_job_runs_with_its_argument_and_says_what_it_did()
    {
        await using var node = await StartNodeAsync(Example);
        Work.Do = (run, _) =>
        {
            run.Summary = "3 pilots moved.";
            return Task.CompletedTask;
        };

        await node.Get<IJobQueue>().EnqueueAsync<ExampleJob>("7");

        await EndedAsync(node, 1);
        var entry = Assert.Single(await HistoryOfAsync(node));
        Assert.Equal(("7", 1, JobOutcome.Succeeded, "3 pilots moved.", null), (entry.Argument, entry.Attempt, entry.Outcome, entry.Summary, entry.Error));
        Assert.StartsWith(Environment.MachineName, entry.Node, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_asked_for_ten_times_while_it_waits_runs_once()
    {
        await using var node = BuildNode(Example, ("Jobs:Concurrency", "1"));
        var queue = node.Get<IJobQueue>();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => queue.EnqueueAsync<ExampleJob>("7")));
        await queue.EnqueueAsync<ExampleJob>("8");

        await node.StartAsync();

        await EndedAsync(node, 2);
        Assert.Equal(["7", "8"], Work.Runs.Select(r => r.Argument));
        Assert.Equal(new JobCounts(0, 0), await node.AskAsync((JobHistory history) => history.CountsAsync(default)));
    }

    [Fact]
    public async Task What_is_asked_for_while_it_runs_runs_once_more_afterwards_and_never_beside_itself()
    {
        var (started, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        Work.Do = (_, _) =>
        {
            started.TrySetResult();
            return goOn.Task;
        };
        await using var node = await StartNodeAsync(Example, ("Jobs:LeaseSeconds", "30"));
        await using var other = await StartNodeAsync(Example, ("Jobs:LeaseSeconds", "30"));
        var queue = node.Get<IJobQueue>();
        await queue.EnqueueAsync<ExampleJob>("7");
        await started.Task;

        for (var i = 0; i < 5; i++)
        {
            await queue.EnqueueAsync<ExampleJob>("7");
        }

        goOn.SetResult();
        await EndedAsync(node, 2);
        Assert.Equal(2, Work.Runs.Count);
        Assert.Equal(1, Work.MostAtOnce);
    }

    [Fact]
    public async Task A_hundred_keys_asked_for_again_and_again_on_two_nodes_never_run_beside_themselves()
    {
        var now = new System.Collections.Concurrent.ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        var most = 0;
        Work.Do = async (run, _) =>
        {
            most = Math.Max(most, now.AddOrUpdate(run.Argument!, 1, (_, n) => n + 1));
            await Task.Yield();
            now.AddOrUpdate(run.Argument!, 0, (_, n) => n - 1);
        };
        await using var one = await StartNodeAsync(Example, ("Jobs:LeaseSeconds", "30"));
        await using var other = await StartNodeAsync(Example, ("Jobs:LeaseSeconds", "30"));

        await Parallel.ForEachAsync(Enumerable.Range(0, 600), async (i, stop) =>
            await (i % 2 == 0 ? one : other).Get<IJobQueue>().EnqueueAsync<ExampleJob>($"{i % 100}", cancellationToken: stop));

        await Eventually.TrueAsync(
            async () => await one.AskAsync((JobHistory history) => history.CountsAsync(default)) == new JobCounts(0, 0), "an empty queue");
        Assert.Equal(1, most);
        Assert.Equal(100, Work.Runs.Select(r => r.Argument).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    [Rule("AUTH-099")]
    public async Task The_most_urgent_waiting_job_runs_next_however_late_it_came()
    {
        await using var node = BuildNode(Example, ("Jobs:Concurrency", "1"));
        var queue = node.Get<IJobQueue>();
        foreach (var priority in new[] { 9, 5, 7, 0, 3 })
        {
            await queue.EnqueueAsync<ExampleJob>($"{priority}", priority);
        }

        await queue.EnqueueAsync<ExampleJob>("default");
        await node.StartAsync();

        await EndedAsync(node, 6);
        Assert.Equal(["0", "3", "5", "default", "7", "9"], Work.Runs.Select(r => r.Argument));
    }

    [Fact]
    [Rule("AUTH-099")]
    public async Task An_urgent_job_overtakes_what_waits_while_another_runs_because_nothing_is_fetched_ahead()
    {
        var (started, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        Work.Do = (run, _) =>
        {
            started.TrySetResult();
            return run.Argument == "first" ? goOn.Task : Task.CompletedTask;
        };
        await using var node = await StartNodeAsync(Example, ("Jobs:Concurrency", "1"));
        var queue = node.Get<IJobQueue>();
        await queue.EnqueueAsync<ExampleJob>("first");
        await started.Task;
        await queue.EnqueueAsync<ExampleJob>("idle", priority: 9);
        await queue.EnqueueAsync<ExampleJob>("urgent", priority: 0);
        Assert.Equal(new JobCounts(1, 2), await node.AskAsync((JobHistory history) => history.CountsAsync(default)));

        goOn.SetResult();

        await EndedAsync(node, 3);
        Assert.Equal(["first", "urgent", "idle"], Work.Runs.Select(r => r.Argument));
    }

    [Fact]
    public async Task Asking_again_more_urgently_moves_a_waiting_job_forward_and_never_back()
    {
        await using var node = BuildNode(Example);
        var queue = node.Get<IJobQueue>();
        await queue.EnqueueAsync<ExampleJob>("a", priority: 5, delay: TimeSpan.FromHours(1));
        await queue.EnqueueAsync<ExampleJob>("a", priority: 2);
        await queue.EnqueueAsync<ExampleJob>("a", priority: 9, delay: TimeSpan.FromHours(2));

        var waiting = Assert.Single(await node.AskAsync((JobHistory history) => history.ListWaitingAsync(10, default)));

        Assert.Equal(2, waiting.Priority);
        Assert.True(waiting.DueAt <= TimeProvider.System.GetUtcNow());
    }

    [Fact]
    public async Task A_delayed_job_waits_for_its_time()
    {
        await using var node = await StartNodeAsync(Example, ("Jobs:Concurrency", "1"));
        var queue = node.Get<IJobQueue>();
        await queue.EnqueueAsync<ExampleJob>("later", priority: 0, delay: TimeSpan.FromHours(1));

        await queue.EnqueueAsync<ExampleJob>("now");

        await EndedAsync(node, 1);
        Assert.Equal(["now"], Work.Runs.Select(r => r.Argument));
        Assert.Equal(new JobCounts(0, 0), await node.AskAsync((JobHistory history) => history.CountsAsync(default)));
    }

    [Fact]
    public async Task A_failing_job_is_tried_again_with_doubling_pauses_and_rests_in_the_history_when_all_tries_are_used_up()
    {
        var definition = Example with { Retries = 3, Backoff = TimeSpan.FromMilliseconds(40) };
        Work.Do = (_, _) => throw new InvalidOperationException("ESI said no.");
        await using var node = await StartNodeAsync(definition);

        await node.Get<IJobQueue>().EnqueueAsync<ExampleJob>("7");

        await EndedAsync(node, 4);
        var history = (await HistoryOfAsync(node)).Reverse().ToList();
        Assert.Equal([JobOutcome.Retrying, JobOutcome.Retrying, JobOutcome.Retrying, JobOutcome.Failed], history.Select(e => e.Outcome));
        Assert.Equal([1, 2, 3, 4], history.Select(e => e.Attempt));
        Assert.All(history, e => Assert.Equal("InvalidOperationException: ESI said no.", e.Error));
        for (var i = 1; i < 4; i++)
        {
            var pause = history[i].StartedAt - history[i - 1].FinishedAt!.Value;
            Assert.True(pause >= TimeSpan.FromMilliseconds((40 * Math.Pow(2, i - 1)) - 5), $"Pause {i} was {pause}.");
        }

        Assert.Single(node.Log.Lines, line => line.Level == Microsoft.Extensions.Logging.LogLevel.Error);
        Assert.Empty(await node.AskAsync((JobHistory h) => h.ListWaitingAsync(10, default)));
    }

    [Fact]
    public async Task A_job_that_rests_can_be_queued_anew()
    {
        Work.Do = (_, _) => throw new InvalidOperationException();
        await using var node = await StartNodeAsync(Example with { Retries = 0 });
        await node.Get<IJobQueue>().EnqueueAsync<ExampleJob>();
        await EndedAsync(node, 1);
        Work.Do = (_, _) => Task.CompletedTask;

        await node.Get<IJobQueue>().EnqueueAsync<ExampleJob>();

        await EndedAsync(node, 2);
        Assert.Equal([(null, 1), (null, 1)], Work.Runs);
    }

    [Fact]
    public async Task A_web_node_queues_and_runs_nothing()
    {
        await using var web = await StartNodeAsync(Example, ("Node:Role", "web"));
        await web.Get<IJobQueue>().EnqueueAsync<ExampleJob>("7");
        Assert.Equal(new JobCounts(0, 1), await web.AskAsync((JobHistory history) => history.CountsAsync(default)));
        Assert.Empty(web.Services.GetService(typeof(IEnumerable<Quartz.ISchedulerFactory>)) as IEnumerable<Quartz.ISchedulerFactory> ?? []);

        await using var worker = await StartNodeAsync(Example, ("Node:Role", "worker"));

        await EndedAsync(worker, 1);
        Assert.Equal([("7", 1)], Work.Runs);
    }

    [Fact]
    public async Task The_history_is_forgotten_after_its_days()
    {
        await using var node = await StartNodeAsync(Example, ("Jobs:HistoryDays", "1"));
        await node.Get<IJobQueue>().EnqueueAsync<ExampleJob>("7");
        await EndedAsync(node, 1);
        await TestPostgres.ExecuteAsync(Database.ConnectionString, "UPDATE platform.job_history SET started_at = started_at - interval '25 hours'");

        await node.Get<IJobQueue>().EnqueueAsync<PruneHistoryJob>();

        await Eventually.TrueAsync(async () => (await HistoryOfAsync(node)).Count == 0, "an empty history");
    }

    [Fact]
    public async Task The_history_can_be_paged_and_filtered()
    {
        Work.Do = (run, _) => run.Argument == "2" ? throw new InvalidOperationException() : Task.CompletedTask;
        await using var node = await StartNodeAsync(Example with { Retries = 0 }, ("Jobs:Concurrency", "1"));
        for (var i = 0; i < 5; i++)
        {
            await node.Get<IJobQueue>().EnqueueAsync<ExampleJob>($"{i}", priority: i);
        }

        await EndedAsync(node, 5);
        var first = await node.AskAsync((JobHistory history) => history.ListAsync(null, null, null, 2, default));
        var second = await node.AskAsync((JobHistory history) => history.ListAsync(null, null, first[^1].Id, 2, default));
        var failed = await node.AskAsync((JobHistory history) => history.ListAsync("example", JobOutcome.Failed, null, 10, default));

        Assert.Equal(4, first.Concat(second).Select(e => e.Id).Distinct().Count());
        Assert.True(first[0].Id > second[0].Id);
        Assert.Equal("2", Assert.Single(failed).Argument);
    }

    [Fact]
    public async Task Two_jobs_under_one_name_are_a_fault_of_their_module()
    {
        await using var node = Database.BuildNode(services => services.AddJob<ExampleJob>(Example).AddJob<ExampleJob>(Example));

        Assert.Contains("registered twice", Assert.Throws<InvalidOperationException>(() => node.Get<JobCatalog>()).Message, StringComparison.Ordinal);
    }
}
