using System.Text;

namespace AllianceAuth.Simulator.Universe;

/// <summary>
/// SplitMix64. The framework's seeded generator does not promise the same numbers in its next version, and a world that
/// changes with a framework update would break tests that name its pilots.
/// </summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Dice that fall the same way for the same words, whatever was thrown before.</summary>
    public static Dice Of(params ReadOnlySpan<object> words)
    {
        // FNV-1a: short, and good enough once SplitMix64 has stirred it.
        var hash = 14695981039346656037UL;
        foreach (var word in words)
        {
            foreach (var octet in Encoding.UTF8.GetBytes(FormattableString.Invariant($"{word};")))
            {
                hash = (hash ^ octet) * 1099511628211UL;
            }
        }

        return new Dice(hash);
    }

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>0 to <paramref name="limit"/> - 1.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    /// <summary>Both ends included.</summary>
    public int Between(int low, int high) => low + Below(high - low + 1);

    /// <summary>0 up to, but not including, 1.</summary>
    public double Unit() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Chance(double probability) => Unit() < probability;

    public T Pick<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];
}
