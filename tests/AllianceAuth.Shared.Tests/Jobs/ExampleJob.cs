using System.Collections.Concurrent;
using AllianceAuth.Shared.Jobs;

namespace AllianceAuth.Shared.Tests.Jobs;

/// <summary>A job that does what the test says, and notes who ran it.</summary>
internal sealed class ExampleJob(ExampleWork work) : IBackgroundJob
{
    public Task RunAsync(JobRun run, CancellationToken cancellationToken) => work.RunAsync(run, cancellationToken);
}

/// <summary>What <see cref="ExampleJob"/> does. One per test, shared by its nodes.</summary>
internal sealed class ExampleWork
{
    private int _now;
    private int _most;

    public ConcurrentQueue<(string? Argument, int Attempt)> Runs { get; } = new();

    /// <summary>The most that ran at the same time.</summary>
    public int MostAtOnce => _most;

    public Func<JobRun, CancellationToken, Task> Do { get; set; } = (_, _) => Task.CompletedTask;

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var now = Interlocked.Increment(ref _now);
        InterlockedMax(ref _most, now);
        Runs.Enqueue((run.Argument, run.Attempt));
        try
        {
            await Do(run, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _now);
        }
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = target; seen < value; seen = target)
        {
            Interlocked.CompareExchange(ref target, value, seen);
        }
    }
}
