using AllianceAuth.Shared.Services;

namespace AllianceAuth.Services.Engine;

/// <summary>Asks a service, and waits no longer than the engine has patience: whatever the connector does, an answer that does not come is an outage.</summary>
internal static class ServicePatience
{
    /// <summary>A call that takes longer counts as no answer.</summary>
    public static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(2);

    /// <summary>Asks.</summary>
    /// <exception cref="ServiceException">As the connector throws it, or down: no answer in time.</exception>
    /// <exception cref="OperationCanceledException">The caller does not want to know any more.</exception>
    public static async Task<T> AskAsync<T>(TimeProvider clock, Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(LongestCall, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            return await ask(limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw ServiceException.Down("services.trouble.unreachable", late);
        }
    }
}
