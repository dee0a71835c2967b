using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Infrastructure.Jobs;

/// <summary>
/// Takes jobs from the queue one by one, the most urgent first, and runs as many at a time as the node may. AUTH-099: nothing is fetched ahead,
/// so an urgent job waits for one free place and never behind a row of idle ones.
/// </summary>
internal sealed class JobWorker(JobStore store, JobRunner runner, JobCatalog catalog, JobSignal signal, IOptions<JobSettings> settings, ILogger<JobWorker> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, (Task Done, CancellationTokenSource Stop)> _running = new();
    private readonly TimeSpan _lease = TimeSpan.FromSeconds(settings.Value.LeaseSeconds);
    private long _lastRenewal = Stopwatch.GetTimestamp();
    private bool _storeIsAway;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var renewal = RenewAsync(stoppingToken);
        using var places = new SemaphoreSlim(settings.Value.Concurrency);
        try
        {
            while (true)
            {
                await places.WaitAsync(stoppingToken);
                if (await TryAsync(() => store.ClaimAsync(catalog.Names, _lease, stoppingToken), stoppingToken) is { } run)
                {
                    Begin(run, places, stoppingToken);
                }
                else
                {
                    places.Release();
                    await signal.WaitAsync(LookAgain, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_running.Values.Select(r => r.Done).Append(renewal));
        }
    }

    private void Begin(ClaimedRun run, SemaphoreSlim places, CancellationToken stoppingToken)
    {
        var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var started = new TaskCompletionSource();
        var done = RunAsync();
        _running[run.RunId] = (done, stop);
        started.SetResult();

        async Task RunAsync()
        {
            await started.Task.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            try
            {
                await runner.RunAsync(run, _lease, stop.Token, stoppingToken);
            }
            finally
            {
                _running.TryRemove(run.RunId, out _);
                stop.Dispose();
                if (!stoppingToken.IsCancellationRequested)
                {
                    places.Release();
                }
            }
        }
    }

    private async Task RenewAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_lease / 4);
        do
        {
            var mine = _running.Keys.ToList();
            var kept = await TryAsync(
                async () =>
                {
                    var runs = await store.RenewAsync(mine, _lease, stoppingToken);
                    if (await store.RecoverAsync(stoppingToken) is var lost and > 0)
                    {
                        logger.LogWarning("{Count} jobs were left behind: their node vanished, or could not note how they ended. They run again.", lost);
                        signal.Wake();
                    }

                    return runs;
                },
                stoppingToken);
            if (kept is not null)
            {
                _lastRenewal = Stopwatch.GetTimestamp();
                Stop(mine.Where(run => !kept.Contains(run)));
            }
            else if (Stopwatch.GetElapsedTime(_lastRenewal) > _lease)
            {
                // By now another node may have taken them over; two at once would break "one at a time".
                Stop(mine);
            }
        }
        while (await WaitAsync(timer, stoppingToken));
    }

    private void Stop(IEnumerable<Guid> runs)
    {
        foreach (var run in runs)
        {
            if (_running.TryGetValue(run, out var lost))
            {
                logger.LogWarning("The job run {Run} is no longer this node's. It is stopped here.", run);
                try
                {
                    lost.Stop.Cancel();
                }
                catch (ObjectDisposedException)
                {
                    // It ended just now.
                }
            }
        }
    }

    private static async Task<bool> WaitAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>The database may be away for a while; the queue is safe in it. Says so once, and once that it is back.</summary>
    private async Task<T?> TryAsync<T>(Func<Task<T>> ask, CancellationToken stoppingToken)
        where T : class?
    {
        try
        {
            var answer = await ask();
            if (_storeIsAway)
            {
                _storeIsAway = false;
                logger.LogInformation("The job queue can be reached again.");
            }

            return answer;
        }
        catch (Exception error) when (!stoppingToken.IsCancellationRequested)
        {
            if (!_storeIsAway)
            {
                _storeIsAway = true;
                logger.LogError(error, "The job queue cannot be reached. Trying again every {Delay}.", LookAgain);
            }

            return null;
        }
        catch (Exception) when (stoppingToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
