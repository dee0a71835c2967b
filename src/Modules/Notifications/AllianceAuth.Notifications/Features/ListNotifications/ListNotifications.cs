using AllianceAuth.Notifications.Components;
using AllianceAuth.Notifications.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Localization;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Notifications.Features.ListNotifications;

internal static class ListNotificationsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/notifications/", HandleAsync).WithName("notifications:list");

    private static async Task<IResult> HandleAsync(HttpContext http, TableQuery query, NotificationsDb db, Texts texts, CancellationToken cancellationToken)
    {
        var user = http.User.UserId;
        var showsRead = query.Filter("show") == "read";
        var counts = await db.Notifications.Where(n => n.UserId == user).GroupBy(n => n.Viewed).Select(g => new { g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        var rows = await db.Notifications.AsNoTracking()
            .Where(n => n.UserId == user && n.Viewed == showsRead)
            .OrderByDescending(n => n.Id)
            .Skip(query.Skip).Take(query.Size)
            .ToListAsync(cancellationToken);
        int Count(bool viewed) => counts.SingleOrDefault(c => c.Key == viewed)?.Count ?? 0;
        var views = rows.Select(n => new NotificationView(
            n.Id, n.Level.Tone, texts.Say(n.Title, n.Arguments), texts.Say(n.Message, n.Arguments), n.CreatedAt, n.Viewed));
        var page = new TablePage<NotificationView>([.. views], Count(showsRead), query);
        return http.Page<NotificationsPage, NotificationsView>(new NotificationsView(page, showsRead, Count(false), Count(true)));
    }
}

/// <summary>A user's notifications.</summary>
/// <param name="Page">The ones shown.</param>
/// <param name="ShowsRead">Whether the read ones are shown.</param>
/// <param name="Unread">How many are not read.</param>
/// <param name="Read">How many are read.</param>
public sealed record NotificationsView(TablePage<NotificationView> Page, bool ShowsRead, int Unread, int Read);
