using AllianceAuth.Shared.Web.Tables;

namespace AllianceAuth.Notifications.Components;

/// <summary>A user's notifications.</summary>
/// <param name="Page">The ones shown.</param>
/// <param name="ShowsRead">Whether the read ones are shown.</param>
/// <param name="Unread">How many are not read.</param>
/// <param name="Read">How many are read.</param>
public sealed record NotificationsView(TablePage<NotificationView> Page, bool ShowsRead, int Unread, int Read);
