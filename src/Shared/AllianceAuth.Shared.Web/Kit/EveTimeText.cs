using System.Globalization;
using AllianceAuth.Shared.Web.Localization;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Shared.Web.Kit;

/// <summary>How times are written. EVE time is UTC. I18N-025.</summary>
public static class EveTimeText
{
    /// <summary>For example <c>2026-11-20 18:05 EVE</c>.</summary>
    public static string Full(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'EVE'", CultureInfo.InvariantCulture);

    /// <summary>The same, for flash messages and mails that take text.</summary>
    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Time left in at most two units: <c>3 d 5 h</c>, <c>48 m 12 s</c>; EVE's own short forms, so the same in all languages.</summary>
    public static string Left(TimeSpan left) => left switch
    {
        { Ticks: <= 0 } => "0 s",
        { TotalDays: >= 1 } => $"{(int)left.TotalDays} d {left.Hours} h",
        { TotalHours: >= 1 } => $"{left.Hours} h {left.Minutes} m",
        { TotalMinutes: >= 1 } => $"{left.Minutes} m {left.Seconds} s",
        _ => $"{left.Seconds} s",
    };

    internal static string Ago(IStringLocalizer<SharedWeb> texts, DateTimeOffset at, DateTimeOffset now)
    {
        var past = now - at;
        return past switch
        {
            { Ticks: < 0 } => texts["web.time.in", Left(-past)],
            { TotalMinutes: < 1 } => texts["web.time.now"],
            { TotalHours: < 1 } => texts.Count("web.time.minutes", (long)past.TotalMinutes),
            { TotalDays: < 1 } => texts.Count("web.time.hours", (long)past.TotalHours),
            { TotalDays: < 60 } => texts.Count("web.time.days", (long)past.TotalDays),
            _ => Day(at),
        };
    }
}
