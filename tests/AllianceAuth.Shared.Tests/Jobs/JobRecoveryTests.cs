using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Jobs;
using AllianceAuth.Testing;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Shared.Tests.Jobs;

public sealed class JobRecoveryTests : JobTestBase
{
    private static readonly JobDefinition Example = new("example") { Retries = 1, Backoff = TimeSpan.FromMilliseconds(1) };

    [Fact]
    public async Task A_node_that_stops_hands_its_running_job_to_the_next_without_using_up_a_try()
    {
        var started = new TaskCompletionSource();
        Work.Do = (_, stop) =>
        {
            started.TrySetResult();
            return Task.Delay(Timeout.Infinite, stop);
        };
        await using var first = await StartNodeAsync(Example);
        await first.Get<IJobQueue>().EnqueueAsync<ExampleJob>("7");
        await started.Task;
        await first.StopAsync();
        Work.Do = (_, _) => Task.CompletedTask;

        await using var second = await StartNodeAsync(Example);

        await EndedAsync(second, 2);
        Assert.Equal([("7", 1), ("7", 1)], Work.Runs);
        Assert.Equal([JobOutcome.Succeeded, JobOutcome.Interrupted], (await HistoryOfAsync(second)).Select(e => e.Outcome));
    }

    [Fact]
    public async Task What_a_vanished_node_left_behind_runs_elsewhere()
    {
        await using var node = BuildNode(Example);
        await node.Get<IJobQueue>().EnqueueAsync<ExampleJob>("7");
        await VanishAsync(node);

        await node.StartAsync();

        await EndedAsync(node, 2);
        Assert.Equal([("7", 2)], Work.Runs);
        Assert.Equal([JobOutcome.Succeeded, JobOutcome.Lost], (await HistoryOfAsync(node)).Select(e => e.Outcome));
    }

    [Fact]
    public async Task A_run_whose_end_could_not_be_noted_is_found_while_its_node_lives_on()
    {
        await using var node = BuildNode(Example);
        await node.Get<IJobQueue>().EnqueueAsync<ExampleJob>("7");
        Assert.NotNull(await node.Get<JobStore>().ClaimAsync(["example"], TimeSpan.FromSeconds(1), default));

        await node.StartAsync();

        await EndedAsync(node, 2);
        Assert.Equal([("7", 2)], Work.Runs);
        Assert.Equal([JobOutcome.Succeeded, JobOutcome.Lost], (await HistoryOfAsync(node)).Select(e => e.Outcome));
    }

    [Fact]
    public async Task A_job_that_takes_every_node_down_with_it_rests_in_the_end()
    {
        await using var node = BuildNode(Example);
        await node.Get<IJobQueue>().EnqueueAsync<ExampleJob>("7");
        for (var i = 0; i < 2; i++)
        {
            await VanishAsync(node);
            await node.Get<JobStore>().RecoverAsync(default);
        }

        await node.StartAsync();

        await EndedAsync(node, 3);
        Assert.Empty(Work.Runs);
        Assert.Equal([JobOutcome.Failed, JobOutcome.Lost, JobOutcome.Lost], (await HistoryOfAsync(node)).Select(e => e.Outcome));
    }

    [Fact]
    public async Task A_run_that_another_node_took_over_is_stopped_here()
    {
        var (started, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        Work.Do = async (_, stop) =>
        {
            started.TrySetResult();
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stopped.TrySetResult();
            stop.ThrowIfCancellationRequested();
        };
        await using var node = await StartNodeAsync(Example);
        await node.Get<IJobQueue>().EnqueueAsync<ExampleJob>("7");
        await started.Task;

        await TestPostgres.ExecuteAsync(Database.ConnectionString, "UPDATE platform.job_queue SET node = 'other', run_id = gen_random_uuid(), lease_until = now() + interval '1 hour'");

        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await EndedAsync(node, 1);
        Assert.Equal(JobOutcome.Lost, Assert.Single(await HistoryOfAsync(node)).Outcome);
        Assert.Equal(new JobCounts(1, 0), await node.AskAsync((JobHistory history) => history.CountsAsync(default)));
    }

    [Fact]
    public async Task A_run_stopped_for_its_lease_waits_again_when_no_other_node_took_it()
    {
        await using var node = BuildNode(Example);
        await node.Get<IJobQueue>().EnqueueAsync<ExampleJob>("7");
        var run = await node.Get<JobStore>().ClaimAsync(["example"], TimeSpan.FromHours(1), default);

        await node.Get<JobStore>().FinishAsync(run!, new RunEnd(JobOutcome.Lost), default);

        Assert.Equal(new JobCounts(0, 1), await node.AskAsync((JobHistory history) => history.CountsAsync(default)));
    }

    [Fact]
    public async Task When_the_database_goes_away_and_comes_back_the_jobs_go_on_and_the_log_says_so_once()
    {
        // A server of its own: the others must not feel this one stop.
        var server = await PostgresCluster.StartNewAsync();
        await using var stopServer = server;
        var connectionString = server.ConnectionStringTo("postgres");
        await using (var migrator = PlatformFixture.BuildNode(connectionString, null))
        {
            await migrator.Get<Infrastructure.Data.MigrationRunner>().MigrateAsync(default);
        }

        var (started, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        Work.Do = (_, _) =>
        {
            started.TrySetResult();
            return goOn.Task;
        };
        await using var node = PlatformFixture.BuildNode(connectionString, services => services.AddJob<ExampleJob>(Example with { Schedule = "* * * * * ?" }).Add(new(typeof(ExampleWork), Work)), ("Jobs:LeaseSeconds", "60"));
        await node.StartAsync();
        await node.Get<IJobQueue>().EnqueueAsync<ExampleJob>("before");
        await started.Task;

        await server.StopAsync();
        await Eventually.TrueAsync(() => node.Log.Lines.Any(line => line.Text.StartsWith("The job queue cannot be reached", StringComparison.Ordinal)), "a line in the log");
        goOn.SetResult();
        await server.StartAgainAsync();

        var seen = Work.Runs.Count;
        await Eventually.TrueAsync(
            async () => (await HistoryOfAsync(node)).Any(e => e is { Argument: "before", Outcome: JobOutcome.Succeeded }), "the run that was under way");
        await Eventually.TrueAsync(() => Work.Runs.Count >= seen + 2, "the schedule");
        // Two loops ask the queue, and each may notice.
        Assert.InRange(node.Log.Lines.Count(line => line.Level >= LogLevel.Error && line.Text.Contains("job queue", StringComparison.Ordinal)), 1, 2);
    }

    /// <summary>Leaves the queue as a node leaves it that takes a job and dies.</summary>
    private async Task VanishAsync(Node node)
    {
        Assert.NotNull(await node.Get<JobStore>().ClaimAsync(["example"], TimeSpan.FromHours(1), default));
        await TestPostgres.ExecuteAsync(Database.ConnectionString, "UPDATE platform.job_queue SET node = 'dead', lease_until = now() - interval '1 second'");
    }
}
