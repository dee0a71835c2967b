using AllianceAuth.Notifications.Components;
using AllianceAuth.Notifications.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Localization;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Notifications.Features.RemoveNotification;

/// <summary>Removes one's own notification; it can be brought back for a while. NOTE-021, NOTE-025.</summary>
internal static class RemoveNotificationEndpoint
{
    private const string Path = "/remove_notifications/{id:long}/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, AskAsync).WithName("notifications:remove");
        routes.MapPost(Path, HandleAsync);
    }

    private static async Task<IResult> AskAsync(long id, HttpContext http, NotificationsDb db, Texts texts, CancellationToken cancellationToken)
    {
        var user = http.User.UserId;
        var notification = await db.Notifications.AsNoTracking().SingleOrDefaultAsync(n => n.Id == id && n.UserId == user, cancellationToken);
        return notification is null
            ? TypedResults.NotFound()
            : http.Page<AskPage, AskView>(new AskView(
                "notifications.remove.question",
                "notifications.remove.what",
                texts.Say(notification.Title, notification.Arguments),
                $"/remove_notifications/{id}/",
                "notifications.view.remove"));
    }

    private static async Task<IResult> HandleAsync(long id, HttpContext http, NotificationsDb db, ListAnswer answer, TimeProvider clock, CancellationToken cancellationToken)
    {
        var user = http.User.UserId;
        var now = clock.GetUtcNow();
        var removed = await db.Notifications.Where(n => n.Id == id && n.UserId == user).ExecuteUpdateAsync(n => n.SetProperty(x => x.RemovedAt, now), cancellationToken);
        // Unknown and somebody else's look the same: nobody learns which numbers exist.
        return removed == 0
            ? TypedResults.NotFound()
            : await answer.OfAsync(http, new FlashMessage(FlashLevel.Success, "notifications.tidy.removed", []) { UndoPath = $"/notifications/{id}/restore/" }, cancellationToken);
    }
}
