using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Live;

namespace AllianceAuth.Shared.Web.Live;

/// <summary>The open pages of this node, and what was said lately: whoever was away for a moment hears what they missed.</summary>
internal sealed class LiveHub : IDisposable
{
    /// <summary>Streams one user may have open on one node; every visible window holds one.</summary>
    public const int MostPerUser = 12;

    private const int Remembered = 2000;

    // A page tells when it was drawn by the clock of the node that drew it, which may be another.
    private static readonly TimeSpan ClocksDiffer = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<UserId, List<LiveStream>> _streams = [];
    private readonly Queue<(DateTimeOffset At, LiveSignal Signal)> _said = new();
    private readonly IReadOnlyList<LiveTopic> _topics;
    private readonly TimeProvider _clock;
    private readonly IDisposable? _listening;
    private DateTimeOffset _completeSince;

    public LiveHub(IEnumerable<ILiveSignalSource> sources, IEnumerable<LiveTopic> topics, TimeProvider clock)
    {
        _topics = [.. topics];
        _clock = clock;
        _completeSince = clock.GetUtcNow();
        _listening = sources.LastOrDefault()?.Listen(Hear, Missed);
    }

    /// <summary>Whether there is anything to listen to.</summary>
    public bool IsLive => _listening is not null;

    /// <summary>Opens a stream, or gives null when the user has enough of them.</summary>
    /// <param name="user">Whose.</param>
    /// <param name="since">From when on the page has to catch up; null when it does not know.</param>
    public LiveStream? Open(UserId user, DateTimeOffset? since)
    {
        var stream = new LiveStream(user);
        lock (_lock)
        {
            var own = _streams.TryGetValue(user, out var open) ? open : _streams[user] = [];
            if (own.Count >= MostPerUser)
            {
                return null;
            }

            own.Add(stream);
            if (since - ClocksDiffer is { } from && from >= _completeSince)
            {
                foreach (var (_, signal) in _said.Where(said => said.At >= from && (said.Signal.Users?.Contains(user) ?? true)))
                {
                    stream.Add(signal.Topic);
                }
            }
            else
            {
                stream.AddEverything();
            }
        }

        return stream;
    }

    public void Close(LiveStream stream)
    {
        lock (_lock)
        {
            if (_streams.TryGetValue(stream.User, out var own) && own.Remove(stream) && own.Count == 0)
            {
                _streams.Remove(stream.User);
            }
        }
    }

    /// <summary>Whether a user may hear a topic now; nobody hears one that no module declares.</summary>
    public bool MayHear(AccessSnapshot user, string topic) =>
        _topics.Where(declared => declared.Covers(topic)).MaxBy(declared => declared.Name.Length) is { } rule && (rule.AudibleTo?.Invoke(user) ?? true);

    public void Dispose() => _listening?.Dispose();

    private void Hear(LiveSignal signal)
    {
        lock (_lock)
        {
            _said.Enqueue((_clock.GetUtcNow(), signal));
            if (_said.Count > Remembered)
            {
                _completeSince = _said.Dequeue().At;
            }

            var concerned = signal.Users is { } users
                ? users.SelectMany(user => _streams.GetValueOrDefault(user) ?? [])
                : _streams.Values.SelectMany(own => own);
            foreach (var stream in concerned)
            {
                stream.Add(signal.Topic);
            }
        }
    }

    private void Missed()
    {
        lock (_lock)
        {
            _completeSince = _clock.GetUtcNow();
            _said.Clear();
            foreach (var stream in _streams.Values.SelectMany(own => own))
            {
                stream.AddEverything();
            }
        }
    }
}

/// <summary>What one open page has yet to hear. Signals of one topic that come together are one.</summary>
internal sealed class LiveStream(UserId user) : IDisposable
{
    /// <summary>Said in place of topics when nobody knows which were missed.</summary>
    public const string Everything = "resync";

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _due = new(0, 1);
    private HashSet<string> _topics = [];

    public UserId User => user;

    public void Add(string topic)
    {
        lock (_lock)
        {
            _topics.Add(topic);
            if (_due.CurrentCount == 0)
            {
                _due.Release();
            }
        }
    }

    public void AddEverything() => Add(Everything);

    /// <summary>Waits for something to say, or for the time to pass.</summary>
    public Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _due.WaitAsync(atMost, cancellationToken);

    public IReadOnlyCollection<string> Take()
    {
        lock (_lock)
        {
            var taken = _topics;
            _topics = [];
            return taken.Contains(Everything) ? [Everything] : taken;
        }
    }

    public void Dispose() => _due.Dispose();
}
