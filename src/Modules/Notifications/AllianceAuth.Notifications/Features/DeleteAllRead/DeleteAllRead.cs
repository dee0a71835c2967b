using AllianceAuth.Notifications.Components;
using AllianceAuth.Notifications.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Notifications.Features.DeleteAllRead;

/// <summary>Deletes what was read, for good; unread ones stay. NOTE-023, NOTE-025.</summary>
internal static class DeleteAllReadEndpoint
{
    private const string Path = "/notifications/delete_all_read/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext http) => http.Page<AskPage, AskView>(new AskView("notifications.list.deleteread.question", "notifications.deleteread.what", "", Path, "notifications.list.deleteread.do")))
            .WithName("notifications:delete_all_read");
        routes.MapPost(Path, HandleAsync);
    }

    private static async Task<IResult> HandleAsync(HttpContext http, NotificationsDb db, ListAnswer answer, CancellationToken cancellationToken)
    {
        var user = http.User.UserId;
        await db.Notifications.Where(n => n.UserId == user && n.Viewed).ExecuteDeleteAsync(cancellationToken);
        return await answer.OfAsync(http, new FlashMessage(FlashLevel.Success, "notifications.tidy.deleted", []), cancellationToken);
    }
}
