using AllianceAuth.Notifications.Components;
using AllianceAuth.Notifications.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Notifications.Features.MarkAllRead;

/// <summary>Everything is read. NOTE-022, NOTE-025.</summary>
internal static class MarkAllReadEndpoint
{
    private const string Path = "/notifications/mark_all_read/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (HttpContext http) => http.Page<AskPage, AskView>(new AskView("notifications.markall.question", "notifications.markall.what", "", Path, "notifications.list.markall")))
            .WithName("notifications:mark_all_read");
        routes.MapPost(Path, HandleAsync);
    }

    private static async Task<IResult> HandleAsync(HttpContext http, NotificationsDb db, ListAnswer answer, CancellationToken cancellationToken)
    {
        var user = http.User.UserId;
        await db.Notifications.Where(n => n.UserId == user && !n.Viewed).ExecuteUpdateAsync(n => n.SetProperty(x => x.Viewed, true), cancellationToken);
        return await answer.OfAsync(http, new FlashMessage(FlashLevel.Success, "notifications.tidy.allread", []), cancellationToken);
    }
}
