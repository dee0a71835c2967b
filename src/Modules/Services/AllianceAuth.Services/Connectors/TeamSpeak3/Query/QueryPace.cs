namespace AllianceAuth.Services.Connectors.TeamSpeak3.Query;

/// <summary>
/// Keeps below the flood limit of a server that does not have our address on its list. Such a server says so once, by a warning; from then on no more
/// commands go out than a new server bears.
/// </summary>
internal sealed class QueryPace(TimeProvider clock)
{
    // serverinstance_serverquery_flood_commands 10 and _flood_time 3 s on a new server; one less and a little longer, as clocks differ.
    private const int Most = 9;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3.5);

    private readonly Queue<long> _sent = new();

    /// <summary>Whether the server has complained.</summary>
    public bool IsSlow { get; private set; }

    public void SlowDown() => IsSlow = true;

    /// <summary>Waits until one more may go out. Only one caller at a time.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (!IsSlow)
        {
            return;
        }

        while (_sent.Count >= Most)
        {
            var left = Window - clock.GetElapsedTime(_sent.Peek());
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, clock, cancellationToken);
            }

            _sent.Dequeue();
        }

        _sent.Enqueue(clock.GetTimestamp());
    }
}
