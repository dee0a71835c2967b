using AllianceAuth.Authentication.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.ListStates;

internal static class ListStatesEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/admin/authentication/state/", HandleAsync)
            .RequireStaff().RequirePermission(AuthenticationPermissions.ViewState).WithName("admin:authentication_state_changelist");

    private static async Task<IResult> HandleAsync(HttpContext http, TableQuery query, AuthenticationDb db, ICurrentUser currentUser, CancellationToken cancellationToken)
    {
        var me = (await currentUser.FindAsync(cancellationToken))!;
        var rows = await db.States.AsNoTracking()
            .OrderByDescending(s => s.Priority)
            .Select(s => new StateRow(s.Id.Value, s.Name, s.Priority, s.IsPublic, s.Members.Count, s.Permissions.Count, db.Users.Count(u => u.State == s.Id)))
            .ToListAsync(cancellationToken);
        return http.Page<StatesPage, StatesView>(new StatesView(new TablePage<StateRow>(rows, rows.Count, query), me.Has(AuthenticationPermissions.AddState)));
    }
}

/// <summary>All states, best first.</summary>
/// <param name="Page">The states.</param>
/// <param name="MayAdd">Whether the reader may add one.</param>
public sealed record StatesView(TablePage<StateRow> Page, bool MayAdd);

/// <summary>One state.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Priority">Higher wins.</param>
/// <param name="IsPublic">Whether it fits everybody.</param>
/// <param name="Members">Entries of its lists.</param>
/// <param name="Permissions">Permissions it grants.</param>
/// <param name="Users">Users in it.</param>
public sealed record StateRow(int Id, string Name, int Priority, bool IsPublic, int Members, int Permissions, int Users);
