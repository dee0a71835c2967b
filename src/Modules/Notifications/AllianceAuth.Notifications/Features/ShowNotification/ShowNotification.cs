using AllianceAuth.Notifications.Components;
using AllianceAuth.Notifications.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Notifications.Features.ShowNotification;

/// <summary>Opening a notification is reading it. NOTE-019, NOTE-020.</summary>
internal static class ShowNotificationEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/notifications/{id:long}/", HandleAsync).WithName("notifications:view");

    private static async Task<IResult> HandleAsync(long id, HttpContext http, NotificationsDb db, BellReader bell, NotificationReader reader, CancellationToken cancellationToken)
    {
        var user = http.User.UserId;
        var notification = await db.Notifications.SingleOrDefaultAsync(n => n.Id == id && n.UserId == user, cancellationToken);
        if (notification is null)
        {
            http.Flash(FlashLevel.Error, "notifications.view.unknown");
            return http.SeeOther(NotificationReader.ListPath);
        }

        if (!notification.Viewed)
        {
            notification.Viewed = true;
            await db.SaveChangesAsync(cancellationToken);
            await bell.DropAsync([user], cancellationToken);
        }

        return http.Page<NotificationPage, NotificationView>(reader.Show(notification));
    }
}
