using System.Globalization;

namespace AllianceAuth.Simulator.Esi;

/// <summary>How ESI writes times and which dates it knows.</summary>
internal static class EsiTime
{
    /// <summary>From this date on characters have an achievement score and <c>corporation_title</c>.</summary>
    public static readonly DateOnly NewCharacters = new(2026, 6, 9);

    /// <summary>From this date on corporations have a state, a type and two tax rates.</summary>
    public static readonly DateOnly NewCorporations = new(2026, 7, 21);

    /// <summary>Downtime starts at 11:00 UTC; new static data is there five minutes later, a new compatibility day at once.</summary>
    private static readonly TimeSpan Downtime = TimeSpan.FromHours(11);
    private static readonly TimeSpan DowntimeEnd = new(11, 5, 0);

    /// <summary>When anything changed, newest first.</summary>
    public static IReadOnlyList<DateOnly> Changes { get; } =
    [
        new(2026, 8, 18), new(2026, 8, 4), new(2026, 7, 21), new(2026, 7, 17), new(2026, 6, 9), new(2026, 5, 19), new(2025, 12, 16), new(2025, 11, 6),
        new(2025, 9, 30), new(2025, 9, 26), new(2025, 8, 26), new(2025, 4, 2), new(2025, 4, 1), new(2020, 1, 1),
    ];

    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Header(DateTimeOffset time) => time.ToString("R", CultureInfo.InvariantCulture);

    public static string Text(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static DateTimeOffset NextDowntimeEnd(DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero) + DowntimeEnd;
        return today > now ? today : today.AddDays(1);
    }

    public static DateTimeOffset LastDowntimeEnd(DateTimeOffset now) => NextDowntimeEnd(now).AddDays(-1);

    /// <returns>The known date that applies; null when ESI refuses the asked one.</returns>
    public static DateOnly? Effective(string? asked, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(asked))
        {
            return Changes[^1];
        }

        if (!DateOnly.TryParseExact(asked, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return null;
        }

        // A test whose clock stands before our newest change may still ask for it.
        var today = DateOnly.FromDateTime((now - Downtime).UtcDateTime);
        var newest = today > Changes[0] ? today : Changes[0];
        return date > newest || date < Changes[^1] ? null : Changes.First(change => change <= date);
    }
}
