using AllianceAuth.GroupManagement.Data;
using AllianceAuth.Shared.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.GroupManagement.Components;

/// <summary>Pages for those who decide about groups: by permission, or as leaders of one. Which group is checked where it is known. GRP-034.</summary>
internal static class ManagerGate
{
    /// <summary>Marks an endpoint that only managers reach.</summary>
    public static RouteHandlerBuilder RequireManager(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(static async (context, next) =>
    {
        var services = context.HttpContext.RequestServices;
        var user = await services.GetRequiredService<ICurrentUser>().FindAsync(context.HttpContext.RequestAborted);
        var book = await services.GetRequiredService<GroupBook>().ReadAsync(context.HttpContext.RequestAborted);
        return user is not null && book.IsManager(user) ? await next(context) : TypedResults.StatusCode(StatusCodes.Status403Forbidden);
    });
}
