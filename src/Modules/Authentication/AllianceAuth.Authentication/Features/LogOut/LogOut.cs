using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Sessions;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.LogOut;

internal static class LogOutEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        // The old address was a plain link: it asks now, and the button acts.
        routes.MapGet("/account/logout/", (HttpContext http) => http.Page<LogOutPage>()).WithName("authentication:logout");
        routes.MapPost("/account/logout/", OneAsync);
        routes.MapPost("/account/logout/everywhere/", EverywhereAsync).WithName("authentication:logout_everywhere");
    }

    private static async Task<IResult> OneAsync(HttpContext http, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Session.CloseAsync(http);
        return http.SeeOther("/dashboard/");
    }

    private static async Task<IResult> EverywhereAsync(HttpContext http, AuthenticationDb db, AccessReader access, CancellationToken cancellationToken)
    {
        var user = http.User.UserId;
        await db.Users.Where(u => u.Id == user).ExecuteUpdateAsync(u => u.SetProperty(x => x.SessionGeneration, x => x.SessionGeneration + 1), cancellationToken);
        await access.DropAsync([user], cancellationToken);
        await Session.CloseAsync(http);
        http.Flash(FlashLevel.Success, "authentication.logout.everywhere.done");
        return http.SeeOther("/account/login/");
    }
}
