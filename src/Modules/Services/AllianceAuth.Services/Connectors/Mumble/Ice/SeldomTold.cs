namespace AllianceAuth.Services.Connectors.Mumble.Ice;

/// <summary>Lets something into the log once in a while and counts the rest, so that strangers cannot fill it.</summary>
internal sealed class SeldomTold(TimeProvider clock)
{
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private const int LongestText = 40;

    private readonly Lock _lock = new();
    private long? _last;
    private int _keptBack;

    /// <summary>Whether it may be told now.</summary>
    /// <param name="keptBack">How often it was not since the last time.</param>
    public bool IsDue(out int keptBack)
    {
        lock (_lock)
        {
            if (_last is { } last && clock.GetElapsedTime(last) < Pause)
            {
                keptBack = ++_keptBack;
                return false;
            }

            (_last, keptBack, _keptBack) = (clock.GetTimestamp(), _keptBack, 0);
            return true;
        }
    }

    /// <summary>What a stranger wrote, fit for one line of the log.</summary>
    public static string Cut(string text) =>
        string.Concat(text.Take(LongestText).Select(c => char.IsControl(c) ? '?' : c)) + (text.Length > LongestText ? "…" : "");
}
