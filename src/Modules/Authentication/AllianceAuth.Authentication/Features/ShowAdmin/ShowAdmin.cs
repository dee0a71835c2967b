using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Authentication.Features.ShowAdmin;

internal static class ShowAdminEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/admin/", HandleAsync).RequireStaff().WithName("admin:index");

    private static async Task<IResult> HandleAsync(HttpContext http, ICurrentUser currentUser, CancellationToken cancellationToken)
    {
        var me = (await currentUser.FindAsync(cancellationToken))!;
        return http.Page<AdminPage, AdminView>(new AdminView(me.Has(AuthenticationPermissions.ViewUser), me.Has(AuthenticationPermissions.ViewState)));
    }
}

/// <summary>What somebody may administer.</summary>
/// <param name="Users">Users.</param>
/// <param name="States">States.</param>
public sealed record AdminView(bool Users, bool States);
