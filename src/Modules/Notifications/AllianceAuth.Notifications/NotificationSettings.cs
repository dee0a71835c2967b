using System.ComponentModel.DataAnnotations;

namespace AllianceAuth.Notifications;

/// <summary>Section <c>Notifications</c>.</summary>
internal sealed class NotificationSettings
{
    public const string Section = "Notifications";

    /// <summary>Notifications kept per user; the oldest go first, read or not. 0 keeps none. NOTIFICATIONS_MAX_PER_USER.</summary>
    [Range(0, 10_000, ErrorMessage = "must be between 0 (keep none) and 10000; leave it out for 50.")]
    public int MaxPerUser { get; set; } = 50;

    /// <summary>Seconds between two looks at the counter where signals do not arrive; 0 never looks by itself. NOTIFICATIONS_REFRESH_TIME.</summary>
    [Range(0, 86_400, ErrorMessage = "must be between 0 (never) and 86400; leave it out for 30.")]
    public int RefreshSeconds { get; set; } = 30;

    /// <summary>Whether errors in the log are told to superusers and to holders of <c>auth.logging_notifications</c>.</summary>
    public bool TellErrors { get; set; } = true;
}
