using System.Collections.Concurrent;

namespace AllianceAuth.Shared.Infrastructure.Caching;

/// <summary>
/// Notes what was removed and when, in numbers that only grow. A value holds while nothing it stands under was removed after its load began;
/// so a removal that meets a running load wins, whichever ends first.
/// </summary>
internal sealed class RemovalBook(TimeProvider clock, TimeSpan longestLife)
{
    private const int TidyEvery = 4096;

    private readonly ConcurrentDictionary<string, (long Stamp, long At)> _removed = new(StringComparer.Ordinal);
    private long _stamp;
    private long _everything;

    /// <summary>The number of what happens now.</summary>
    public long Next() => Interlocked.Increment(ref _stamp);

    public void Remove(string name)
    {
        var stamp = Next();
        _removed[name] = (stamp, clock.GetTimestamp());
        if (stamp % TidyEvery == 0)
        {
            Tidy();
        }
    }

    public void RemoveEverything() => Interlocked.Exchange(ref _everything, Next());

    /// <summary>Whether a load that began with this number may still be shown.</summary>
    public bool Holds(long stamp, IReadOnlyList<string> names)
    {
        if (stamp < Interlocked.Read(ref _everything))
        {
            return false;
        }

        for (var i = 0; i < names.Count; i++)
        {
            if (_removed.TryGetValue(names[i], out var removed) && stamp < removed.Stamp)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Nothing lives longer than the longest life, so older notes concern nobody.</summary>
    private void Tidy()
    {
        foreach (var note in _removed)
        {
            if (clock.GetElapsedTime(note.Value.At) > longestLife)
            {
                _removed.TryRemove(note);
            }
        }
    }
}
