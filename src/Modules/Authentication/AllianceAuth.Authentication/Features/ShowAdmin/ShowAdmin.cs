using AllianceAuth.Authentication.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.ShowAdmin;

internal static class ShowAdminEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/admin/", HandleAsync).RequireStaff().WithName("admin:index");

    private static async Task<IResult> HandleAsync(HttpContext http, ICurrentUser currentUser, AuthenticationDb db, CancellationToken cancellationToken)
    {
        var me = (await currentUser.FindAsync(cancellationToken))!;
        var users = me.Has(AuthenticationPermissions.ViewUser)
            ? await db.Users.GroupBy(_ => 1)
                .Select(all => new UserCounts(all.Count(), all.Count(u => !u.IsActive), all.Count(u => u.IsStaff || u.IsSuperuser)))
                .SingleOrDefaultAsync(cancellationToken)
            : null;
        int? states = me.Has(AuthenticationPermissions.ViewState) ? await db.States.CountAsync(cancellationToken) : null;
        return http.Page<AdminPage, AdminView>(new AdminView(me, users, states));
    }
}

/// <summary>What somebody may administer.</summary>
/// <param name="User">Who looks.</param>
/// <param name="Users">Users; null when the reader may not see them.</param>
/// <param name="States">How many states; null when the reader may not see them.</param>
public sealed record AdminView(AccessSnapshot User, UserCounts? Users, int? States);

/// <summary>How many users there are.</summary>
/// <param name="All">All.</param>
/// <param name="Off">Those who may not sign in.</param>
/// <param name="Staff">Staff and superusers.</param>
public sealed record UserCounts(int All, int Off, int Staff);
