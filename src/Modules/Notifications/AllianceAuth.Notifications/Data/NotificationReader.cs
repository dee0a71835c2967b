using AllianceAuth.Notifications.Components;
using AllianceAuth.Notifications.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Localization;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Notifications.Data;

/// <summary>Reads a user's list: two statements, whatever its length.</summary>
internal sealed class NotificationReader(NotificationsDb db, Texts texts)
{
    /// <summary>Where the list is.</summary>
    public const string ListPath = "/notifications/";

    public async Task<NotificationsView> ReadAsync(UserId user, TableQuery query, CancellationToken cancellationToken)
    {
        var showsRead = query.Filter("show") == "read";
        var counts = await db.Notifications.Where(n => n.UserId == user).GroupBy(n => n.Viewed).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        int Count(bool viewed) => counts.SingleOrDefault(c => c.Key == viewed)?.Count ?? 0;
        var last = Math.Max(1, (Count(showsRead) + query.Size - 1) / query.Size);
        // The last row of the last page may just have been removed.
        var asked = query.Page > last ? TableQuery.Of(query.PageHref(last)) : query;
        var rows = await db.Notifications.AsNoTracking()
            .Where(n => n.UserId == user && n.Viewed == showsRead)
            .OrderByDescending(n => n.Id)
            .Skip(asked.Skip).Take(asked.Size)
            .ToListAsync(cancellationToken);
        return new NotificationsView(new TablePage<NotificationView>([.. rows.Select(Show)], Count(showsRead), asked), showsRead, Count(false), Count(true));
    }

    public NotificationView Show(Notification notification) => new(
        notification.Id,
        notification.Level.Tone,
        texts.Say(notification.Title, notification.Arguments),
        texts.Say(notification.Message, notification.Arguments),
        notification.CreatedAt,
        notification.Viewed,
        LocalPath.OrNull(notification.Address));
}
