using System.ComponentModel.DataAnnotations;

namespace AllianceAuth.Notifications;

/// <summary>Section <c>Notifications</c>.</summary>
internal sealed class NotificationSettings
{
    public const string Section = "Notifications";

    /// <summary>Notifications kept per user; the oldest go first, read or not. NOTIFICATIONS_MAX_PER_USER.</summary>
    [Range(1, 10_000, ErrorMessage = "Notifications:MaxPerUser must be between 1 and 10000; leave it out for 50.")]
    public int MaxPerUser { get; set; } = 50;
}
