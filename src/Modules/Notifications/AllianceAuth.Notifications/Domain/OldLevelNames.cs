using System.Collections.Frozen;
using AllianceAuth.Notifications.Contracts;

namespace AllianceAuth.Notifications.Domain;

/// <summary>The names of logging levels under which Alliance Auth's older notifications were sent, and which errors in the log still bear.</summary>
internal static class OldLevelNames
{
    private static readonly FrozenDictionary<string, NotificationLevel> Levels = new Dictionary<string, NotificationLevel>(StringComparer.OrdinalIgnoreCase)
    {
        ["CRITICAL"] = NotificationLevel.Danger,
        ["ERROR"] = NotificationLevel.Danger,
        ["WARN"] = NotificationLevel.Warning,
        ["WARNING"] = NotificationLevel.Warning,
        ["INFO"] = NotificationLevel.Info,
        ["DEBUG"] = NotificationLevel.Success,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ArgumentException">There never was such a level. NOTE-001.</exception>
    public static NotificationLevel LevelOf(string name) =>
        Levels.TryGetValue(name, out var level) ? level : throw new ArgumentException($"'{name}' is no level: {string.Join(", ", Levels.Keys.Order(StringComparer.Ordinal))}.", nameof(name));
}
