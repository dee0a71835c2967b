using AllianceAuth.Shared.Web.Kit;

namespace AllianceAuth.Notifications.Components;

/// <summary>One notification in the reader's language.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Tone">Its level.</param>
/// <param name="Title">One line.</param>
/// <param name="Message">The whole text.</param>
/// <param name="At">UTC, when it came.</param>
/// <param name="Viewed">Whether it was opened already.</param>
/// <param name="Address">Local address that it leads to, or null.</param>
public sealed record NotificationView(long Id, Tone Tone, string Title, string Message, DateTimeOffset At, bool Viewed, string? Address);
