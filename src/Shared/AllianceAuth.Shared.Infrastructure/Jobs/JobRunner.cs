using System.Diagnostics;
using System.Diagnostics.Metrics;
using AllianceAuth.Shared.Infrastructure.Platform;
using AllianceAuth.Shared.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Shared.Infrastructure.Jobs;

/// <summary>Runs one job and notes how it ended.</summary>
internal sealed class JobRunner : IDisposable
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan AtTheEnd = TimeSpan.FromSeconds(5);

    private readonly IServiceScopeFactory _scopes;
    private readonly JobStore _store;
    private readonly JobCatalog _catalog;
    private readonly TimeProvider _clock;
    private readonly ILogger<JobRunner> _logger;
    private readonly Meter _meter = new(Telemetry.Jobs);
    private readonly Histogram<double> _duration;

    public JobRunner(IServiceScopeFactory scopes, JobStore store, JobCatalog catalog, TimeProvider clock, ILogger<JobRunner> logger)
    {
        _scopes = scopes;
        _store = store;
        _catalog = catalog;
        _clock = clock;
        _logger = logger;
        _duration = _meter.CreateHistogram<double>("allianceauth.jobs.duration", "s");
    }

    public void Dispose() => _meter.Dispose();

    /// <summary>Runs and notes. Throws nothing: what goes wrong is in the history and in the log.</summary>
    /// <param name="claimed">What to run.</param>
    /// <param name="lease">How long the run stays ours without a sign of life.</param>
    /// <param name="stop">The node stops, or lost the run.</param>
    /// <param name="nodeStops">The node stops.</param>
    public async Task RunAsync(ClaimedRun claimed, TimeSpan lease, CancellationToken stop, CancellationToken nodeStops)
    {
        var registration = _catalog.Find(claimed.Name)!;
        var begun = _clock.GetTimestamp();
        using var activity = Telemetry.JobSource.StartActivity(claimed.Name);
        using var logScope = _logger.BeginScope("Job {Job} {Argument} {Run}", claimed.Name, claimed.Argument, claimed.RunId);
        var end = await EndOfAsync(claimed, registration, stop, nodeStops);
        activity?.SetStatus(end.Outcome is JobOutcome.Succeeded ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
        _duration.Record(_clock.GetElapsedTime(begun).TotalSeconds, new KeyValuePair<string, object?>("job", claimed.Name), new KeyValuePair<string, object?>("outcome", end.Outcome.ToString()));
        await NoteAsync(claimed, end, lease, nodeStops);
    }

    private async Task<RunEnd> EndOfAsync(ClaimedRun claimed, JobRegistration registration, CancellationToken stop, CancellationToken nodeStops)
    {
        var definition = registration.Definition;
        if (claimed.Attempt > definition.Retries + 1)
        {
            _logger.LogError("The job {Job} {Argument} rests: the node that ran it vanished every time.", claimed.Name, claimed.Argument);
            return new(JobOutcome.Failed, Error: "The node that ran it vanished every time.");
        }

        var run = new JobRun(claimed.Argument.Length == 0 ? null : claimed.Argument, claimed.Attempt);
        try
        {
            await using var scope = _scopes.CreateAsyncScope();
            await ((IBackgroundJob)scope.ServiceProvider.GetRequiredService(registration.JobType)).RunAsync(run, stop);
            return new(JobOutcome.Succeeded, run.Summary);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new(nodeStops.IsCancellationRequested ? JobOutcome.Interrupted : JobOutcome.Lost, run.Summary);
        }
        catch (Exception error) // Whatever a job throws, it is tried again and then rests; the others must not wait for it.
        {
            var what = $"{error.GetType().Name}: {error.Message}";
            if (claimed.Attempt > definition.Retries)
            {
                _logger.LogError(error, "The job {Job} {Argument} failed for good after {Attempts} attempts.", claimed.Name, claimed.Argument, claimed.Attempt);
                return new(JobOutcome.Failed, run.Summary, what);
            }

            var pause = definition.Backoff * Math.Pow(2, claimed.Attempt - 1);
            _logger.LogWarning(error, "The job {Job} {Argument} failed on attempt {Attempt}. Trying again in {Pause}.", claimed.Name, claimed.Argument, claimed.Attempt, pause);
            return new(JobOutcome.Retrying, run.Summary, what, _clock.GetUtcNow() + pause);
        }
    }

    /// <summary>Tries until it is noted or the run is no longer ours; then another node runs the job again, which jobs bear.</summary>
    private async Task NoteAsync(ClaimedRun claimed, RunEnd end, TimeSpan lease, CancellationToken nodeStops)
    {
        var begun = _clock.GetTimestamp();
        while (true)
        {
            try
            {
                using var patience = new CancellationTokenSource(AtTheEnd);
                await _store.FinishAsync(claimed, end, patience.Token);
                return;
            }
            catch (Exception error)
            {
                if (nodeStops.IsCancellationRequested || _clock.GetElapsedTime(begun) > lease)
                {
                    _logger.LogWarning(error, "The end of the job {Job} {Argument} ({Outcome}) could not be noted. It will run again.", claimed.Name, claimed.Argument, end.Outcome);
                    return;
                }

                await Task.Delay(LookAgain, nodeStops).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
