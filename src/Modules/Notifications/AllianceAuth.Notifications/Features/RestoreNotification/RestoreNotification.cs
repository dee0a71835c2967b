using AllianceAuth.Notifications.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Notifications.Features.RestoreNotification;

/// <summary>Brings back a notification that was just removed.</summary>
internal static class RestoreNotificationEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/notifications/{id:long}/restore/", HandleAsync).WithName("notifications:restore");

    private static async Task<IResult> HandleAsync(long id, HttpContext http, NotificationsDb db, BellReader bell, CancellationToken cancellationToken)
    {
        var user = http.User.UserId;
        var restored = await db.Notifications.IgnoreQueryFilters()
            .Where(n => n.Id == id && n.UserId == user && n.RemovedAt != null)
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.RemovedAt, (DateTimeOffset?)null), cancellationToken);
        if (restored == 0)
        {
            return TypedResults.NotFound();
        }

        await bell.DropAsync([user], cancellationToken);
        return http.SeeOther(NotificationReader.ListPath);
    }
}
