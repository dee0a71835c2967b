using AllianceAuth.Notifications.Components;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Notifications.Data;

/// <summary>The answer to whatever was done to a list: the list as it was looked at, and a word about what was done.</summary>
internal sealed class ListAnswer(NotificationReader reader, BellReader bell)
{
    public async Task<IResult> OfAsync(HttpContext http, FlashMessage done, CancellationToken cancellationToken)
    {
        await bell.DropAsync([http.User.UserId], cancellationToken);
        http.Flash(done);
        var page = http.Request.CurrentPage is { } current && current.Split('?')[0] == NotificationReader.ListPath ? current : NotificationReader.ListPath;
        return http.Request.IsPartial
            ? http.Fragment<NotificationList, NotificationsView>(await reader.ReadAsync(http.User.UserId, TableQuery.Of(page), cancellationToken), page)
            : http.SeeOther(page);
    }
}
