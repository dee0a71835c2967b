using AllianceAuth.Notifications.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Notifications.Features.TidyNotifications;

/// <summary>Remove one, mark all read, delete all read. Links that changed something on GET are forms here. NOTE-021 to NOTE-025.</summary>
internal static class TidyNotificationsEndpoint
{
    private const string List = "/notifications/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/remove_notifications/{id:long}/", RemoveAsync).WithName("notifications:remove");
        routes.MapPost("/notifications/mark_all_read/", MarkAllReadAsync).WithName("notifications:mark_all_read");
        routes.MapPost("/notifications/delete_all_read/", DeleteAllReadAsync).WithName("notifications:delete_all_read");
    }

    private static async Task<IResult> RemoveAsync(long id, HttpContext http, NotificationsDb db, BellReader bell, CancellationToken cancellationToken)
    {
        var user = http.User.UserId;
        if (await db.Notifications.Where(n => n.Id == id && n.UserId == user).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            // Unknown and somebody else's look the same: nobody learns which numbers exist.
            return TypedResults.NotFound();
        }

        return await DoneAsync(http, bell, user, "notifications.tidy.removed", cancellationToken);
    }

    private static async Task<IResult> MarkAllReadAsync(HttpContext http, NotificationsDb db, BellReader bell, CancellationToken cancellationToken)
    {
        var user = http.User.UserId;
        await db.Notifications.Where(n => n.UserId == user && !n.Viewed).ExecuteUpdateAsync(n => n.SetProperty(x => x.Viewed, true), cancellationToken);
        return await DoneAsync(http, bell, user, "notifications.tidy.allread", cancellationToken);
    }

    private static async Task<IResult> DeleteAllReadAsync(HttpContext http, NotificationsDb db, BellReader bell, CancellationToken cancellationToken)
    {
        var user = http.User.UserId;
        await db.Notifications.Where(n => n.UserId == user && n.Viewed).ExecuteDeleteAsync(cancellationToken);
        return await DoneAsync(http, bell, user, "notifications.tidy.deleted", cancellationToken);
    }

    private static async Task<IResult> DoneAsync(HttpContext http, BellReader bell, UserId user, string text, CancellationToken cancellationToken)
    {
        await bell.DropAsync([user], cancellationToken);
        http.Flash(FlashLevel.Success, text);
        return http.SeeOther(List);
    }
}
