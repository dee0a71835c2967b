using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Shared.Access;

namespace AllianceAuth.Notifications.Domain;

/// <summary>A message of the site to one user: text keys with their values, so that it is read in the reader's language.</summary>
internal sealed class Notification
{
    public long Id { get; private set; }

    /// <summary>What caused it; a user has it once.</summary>
    public Guid Notice { get; private set; }

    public UserId UserId { get; private set; }

    public NotificationLevel Level { get; private set; }

    /// <summary>Text key.</summary>
    public string Title { get; private set; } = "";

    /// <summary>Text key.</summary>
    public string Message { get; private set; } = "";

    public string[] Arguments { get; private set; } = [];

    /// <summary>Local address that it leads to, or null.</summary>
    public string? Address { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public bool Viewed { get; set; }

    /// <summary>UTC; when a digest told of it, or was chosen after it. Noted here and not as the newest number told of: a lower number may be stored later.</summary>
    public DateTimeOffset? DigestedAt { get; private set; }

    /// <summary>UTC; when it was mailed at once, or that was chosen after it.</summary>
    public DateTimeOffset? MailedAt { get; private set; }

    /// <summary>UTC; since then it is seen nowhere and can still be brought back.</summary>
    public DateTimeOffset? RemovedAt { get; private set; }
}
