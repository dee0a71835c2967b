namespace AllianceAuth.Testing;

/// <summary>A clock in the test's hand. It stands still or runs like any other, and can be put forward: what happens after hours is tried in a moment.</summary>
public sealed class FakeClock : TimeProvider
{
    /// <summary>Where a clock that stands still stands unless told otherwise.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 20, 18, 0, 0, TimeSpan.Zero);

    private readonly Lock _lock = new();
    private readonly List<WaitingTimer> _waiting = [];
    private readonly List<TimeSpan> _waits = [];
    private readonly TaskCompletionSource _timerSet = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FakeTimers _timers;
    private readonly bool _isRunning;

    // Since year 1 when it stands still, ahead of the real time when it runs.
    private long _ticks;

    private FakeClock(long ticks, bool isRunning, FakeTimers timers) => (_ticks, _isRunning, _timers) = (ticks, isRunning, timers);

    /// <summary>What timers were asked to wait, in order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_lock)
            {
                return [.. _waits];
            }
        }
    }

    /// <summary>Done as soon as a timer waits for this clock.</summary>
    public Task TimerSet => _timerSet.Task;

    /// <inheritdoc />
    public override long TimestampFrequency => _isRunning ? System.TimestampFrequency : TimeSpan.TicksPerSecond;

    /// <summary>A clock that moves only when the test moves it.</summary>
    /// <param name="at">UTC; <see cref="Start"/> unless told otherwise.</param>
    /// <param name="timers">What its timers do.</param>
    public static FakeClock Still(DateTimeOffset? at = null, FakeTimers timers = FakeTimers.AtOnce) => new((at ?? Start).UtcTicks, isRunning: false, timers);

    /// <summary>A clock that runs, from now on; but never through EVE's daily downtime, when much that a test is about rests.</summary>
    public static FakeClock Running() => new(IsBeforeOrInDowntime(System.GetUtcNow().TimeOfDay) ? TimeSpan.FromHours(2).Ticks : 0, isRunning: true, FakeTimers.Real);

    private static bool IsBeforeOrInDowntime(TimeSpan timeOfDay) => timeOfDay > TimeSpan.FromHours(10) && timeOfDay < TimeSpan.FromHours(11.5);

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        var ticks = Interlocked.Read(ref _ticks);
        return _isRunning ? System.GetUtcNow().AddTicks(ticks) : new DateTimeOffset(ticks, TimeSpan.Zero);
    }

    /// <inheritdoc />
    public override long GetTimestamp()
    {
        var ticks = Interlocked.Read(ref _ticks);
        return _isRunning ? System.GetTimestamp() + (long)(TimeSpan.FromTicks(ticks).TotalSeconds * TimestampFrequency) : ticks;
    }

    /// <summary>Puts the clock forward; timers that wait for it and are due go off.</summary>
    public void Advance(TimeSpan by)
    {
        List<WaitingTimer> due;
        lock (_lock)
        {
            Interlocked.Add(ref _ticks, by.Ticks);
            due = [.. _waiting.Where(t => t.Due <= GetUtcNow())];
            due.ForEach(t => _waiting.Remove(t));
        }

        due.ForEach(t => t.GoOff());
    }

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (_timers is FakeTimers.WhenAdvanced)
        {
            var timer = new WaitingTimer(this, () => callback(state));
            timer.Change(dueTime, period);
            return timer;
        }

        var waits = dueTime > TimeSpan.Zero;
        if (waits)
        {
            lock (_lock)
            {
                _waits.Add(dueTime);
            }
        }

        return System.CreateTimer(callback, state, waits && _timers is FakeTimers.AtOnce ? TimeSpan.Zero : dueTime, period);
    }

    private sealed class WaitingTimer(FakeClock clock, Action goOff) : ITimer
    {
        public DateTimeOffset Due { get; private set; }

        public void GoOff() => goOff();

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                clock._waiting.Remove(this);
                if (dueTime != Timeout.InfiniteTimeSpan)
                {
                    Due = clock.GetUtcNow() + dueTime;
                    clock._waiting.Add(this);
                    clock._timerSet.TrySetResult();
                }
            }

            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                clock._waiting.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>What the timers of a <see cref="FakeClock"/> do.</summary>
public enum FakeTimers
{
    /// <summary>They wait in real time.</summary>
    Real,

    /// <summary>They end at once, and the clock notes what they were asked to wait.</summary>
    AtOnce,

    /// <summary>They go off when the clock is put forward far enough.</summary>
    WhenAdvanced,
}
