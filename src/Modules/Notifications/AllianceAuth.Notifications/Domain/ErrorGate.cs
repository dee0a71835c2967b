namespace AllianceAuth.Notifications.Domain;

/// <summary>What becomes of an error.</summary>
internal enum ErrorVerdict
{
    /// <summary>It is told.</summary>
    Tell,

    /// <summary>It is told that there are too many to tell.</summary>
    TellThatThereAreMany,

    /// <summary>It was told, or there are too many: it is in the log and nowhere else.</summary>
    Keep,
}

/// <summary>Keeps a fault that happens a thousand times from ringing a thousand times: each sort once an hour, and twenty sorts an hour in all.</summary>
internal sealed class ErrorGate
{
    /// <summary>Errors told in an hour at most.</summary>
    public const int MostAnHour = 20;

    /// <summary>For how long an error that was told is not told again.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private readonly Dictionary<string, DateTimeOffset> _told = new(StringComparer.Ordinal);
    private DateTimeOffset _saidManyAt = DateTimeOffset.MinValue;

    public ErrorVerdict Judge(string key, DateTimeOffset now)
    {
        foreach (var (old, _) in _told.Where(told => now - told.Value >= Window).ToList())
        {
            _told.Remove(old);
        }

        if (_told.ContainsKey(key))
        {
            return ErrorVerdict.Keep;
        }

        if (_told.Count < MostAnHour)
        {
            _told[key] = now;
            return ErrorVerdict.Tell;
        }

        if (now - _saidManyAt < Window)
        {
            return ErrorVerdict.Keep;
        }

        _saidManyAt = now;
        return ErrorVerdict.TellThatThereAreMany;
    }

    /// <summary>It could not be told after all: the next one like it may be.</summary>
    public void Forget(string key) => _told.Remove(key);
}
