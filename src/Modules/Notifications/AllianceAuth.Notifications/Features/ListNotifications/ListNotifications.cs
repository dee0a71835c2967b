using AllianceAuth.Notifications.Components;
using AllianceAuth.Notifications.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Notifications.Features.ListNotifications;

internal static class ListNotificationsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(NotificationReader.ListPath, HandleAsync).WithName("notifications:list");

    private static async Task<IResult> HandleAsync(HttpContext http, TableQuery query, NotificationReader reader, CancellationToken cancellationToken) =>
        http.PageOr<NotificationsPage, NotificationList, NotificationsView>(await reader.ReadAsync(http.User.UserId, query, cancellationToken));
}
