namespace AllianceAuth.Simulator.Requests;

/// <summary>Something a well-behaved client never does.</summary>
public enum Violation
{
    /// <summary>A call to ESI or Discord without <c>User-Agent</c>.</summary>
    MissingUserAgent,

    /// <summary>The same resource was asked for again before its <c>Expires</c>.</summary>
    RequestedBeforeExpires,

    /// <summary>An address that the simulated service does not have.</summary>
    UnknownRoute,

    /// <summary>A call to Discord whose <c>User-Agent</c> is not of the form <c>DiscordBot (url, version)</c>.</summary>
    WrongUserAgent,

    /// <summary>A call to Discord before the time that a 429 told this caller to wait for.</summary>
    SentWhileToldToWait,
}

/// <summary>One request that reached the simulator.</summary>
/// <param name="At">By the simulator's clock.</param>
/// <param name="Service">Whom it was for.</param>
/// <param name="Method">HTTP verb.</param>
/// <param name="Path">Path and query as sent, with the service's prefix. Tokens in the query are left out.</param>
/// <param name="Status">HTTP status of the answer; 0 when the connection was cut.</param>
/// <param name="UserAgent">As sent; empty when there was none.</param>
/// <param name="Violations">What was wrong with it; mostly nothing.</param>
public sealed record SimulatedRequest(
    DateTimeOffset At, SimulatedService Service, string Method, string Path, int Status, string UserAgent, IReadOnlyList<Violation> Violations);

/// <summary>The latest requests, oldest first.</summary>
public sealed class RequestLog
{
    /// <summary>Enough for any test, small enough for a demonstration that runs for a week.</summary>
    private const int Kept = 20_000;

    private readonly Queue<SimulatedRequest> _requests = new();
    private readonly Lock _lock = new();

    /// <summary>Everything that is still kept.</summary>
    public IReadOnlyList<SimulatedRequest> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _requests];
            }
        }
    }

    /// <summary>Those that a well-behaved client would not have made.</summary>
    public IReadOnlyList<SimulatedRequest> Violations => [.. All.Where(r => r.Violations.Count > 0)];

    /// <summary>Requests whose path holds the text.</summary>
    public IReadOnlyList<SimulatedRequest> To(string path) => [.. All.Where(r => r.Path.Contains(path, StringComparison.Ordinal))];

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _requests.Clear();
        }
    }

    internal void Add(SimulatedRequest request)
    {
        lock (_lock)
        {
            _requests.Enqueue(request);
            if (_requests.Count > Kept)
            {
                _requests.Dequeue();
            }
        }
    }
}
