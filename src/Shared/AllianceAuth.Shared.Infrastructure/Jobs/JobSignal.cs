namespace AllianceAuth.Shared.Infrastructure.Jobs;

/// <summary>Wakes this node's worker when something was queued here; other nodes look every second.</summary>
internal sealed class JobSignal : IDisposable
{
    private readonly SemaphoreSlim _due = new(0, 1);

    public void Wake()
    {
        try
        {
            _due.Release();
        }
        catch (SemaphoreFullException)
        {
            // Somebody woke it already.
        }
    }

    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _due.WaitAsync(atMost, cancellationToken);

    public void Dispose() => _due.Dispose();
}
