using AllianceAuth.GroupManagement.Components;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.GroupManagement.Features.ListMembers;

internal static class ListMembersEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/groupmanagement/membership/{id:int}/", HandleAsync).RequireManager().WithName("groupmanagement:membership_list");

    private static async Task<IResult> HandleAsync(
        int id, HttpContext http, TableQuery query, GroupBook book, MemberQueue members, ICurrentUser currentUser, CancellationToken cancellationToken)
    {
        var user = (await currentUser.FindAsync(cancellationToken))!;
        if ((await book.ReadAsync(cancellationToken)).Find(new GroupId(id)) is not { } group)
        {
            return TypedResults.NotFound();
        }

        return group.IsInternal || !group.IsManagedBy(user)
            ? TypedResults.StatusCode(StatusCodes.Status403Forbidden)
            : http.Page<MembersPage, MembersView>(await members.DrawAsync(group, query, refusal: null, cancellationToken));
    }
}
