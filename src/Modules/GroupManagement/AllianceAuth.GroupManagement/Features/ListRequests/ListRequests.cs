using AllianceAuth.GroupManagement.Components;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.GroupManagement.Features.ListRequests;

internal static class ListRequestsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/groupmanagement/requests/", HandleAsync).RequireManager().WithName("groupmanagement:management");

    private static async Task<IResult> HandleAsync(HttpContext http, TableQuery query, RequestQueue queue, ICurrentUser currentUser, CancellationToken cancellationToken)
    {
        var user = (await currentUser.FindAsync(cancellationToken))!;
        var view = await queue.DrawAsync(user, query, query.Filter("kind") == "leave", [], http.Request.KeptRows, cancellationToken);
        return http.PageOr<RequestsPage, RequestList, RequestsView>(view);
    }
}
