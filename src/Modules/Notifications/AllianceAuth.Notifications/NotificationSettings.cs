using System.ComponentModel.DataAnnotations;

namespace AllianceAuth.Notifications;

/// <summary>Section <c>Notifications</c>.</summary>
internal sealed class NotificationSettings
{
    public const string Section = "Notifications";

    /// <summary>Notifications kept per user; the oldest go first, read or not. NOTIFICATIONS_MAX_PER_USER.</summary>
    [Range(1, 10_000, ErrorMessage = "Notifications:MaxPerUser must be between 1 and 10000; leave it out for 50.")]
    public int MaxPerUser { get; set; } = 50;

    /// <summary>Seconds between two looks at the counter where signals do not arrive; 0 never looks by itself. NOTIFICATIONS_REFRESH_TIME.</summary>
    [Range(0, 86_400, ErrorMessage = "Notifications:RefreshSeconds must be between 0 (never) and 86400; leave it out for 30.")]
    public int RefreshSeconds { get; set; } = 30;
}
