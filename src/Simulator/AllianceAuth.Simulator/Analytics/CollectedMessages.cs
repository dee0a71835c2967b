namespace AllianceAuth.Simulator.Analytics;

/// <summary>One message of the measurement protocol that arrived.</summary>
/// <param name="At">By the simulator's clock.</param>
/// <param name="MeasurementId">Which property it is for; empty when it was not said.</param>
/// <param name="ApiSecret">The secret that came with it; empty for none.</param>
/// <param name="UserAgent">As sent.</param>
/// <param name="Body">Word for word.</param>
/// <param name="IsCheck">It came to the validation address: the real service records nothing of it.</param>
/// <param name="Problems">What the validation address says is wrong with it.</param>
public sealed record CollectedMessage(DateTimeOffset At, string MeasurementId, string ApiSecret, string UserAgent, string Body, bool IsCheck, IReadOnlyList<string> Problems);

/// <summary>The latest messages, oldest first.</summary>
public sealed class CollectedMessages
{
    private const int Kept = 500;

    private readonly Queue<CollectedMessage> _messages = new();
    private readonly Lock _lock = new();

    /// <summary>Everything that is still kept.</summary>
    public IReadOnlyList<CollectedMessage> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    internal void Add(CollectedMessage message)
    {
        lock (_lock)
        {
            _messages.Enqueue(message);
            if (_messages.Count > Kept)
            {
                _messages.Dequeue();
            }
        }
    }

    internal void Clear()
    {
        lock (_lock)
        {
            _messages.Clear();
        }
    }
}
