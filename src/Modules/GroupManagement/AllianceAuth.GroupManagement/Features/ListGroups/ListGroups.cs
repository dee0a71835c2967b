using AllianceAuth.GroupManagement.Components;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.GroupManagement.Features.ListGroups;

internal static class ListGroupsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/groups/", HandleAsync).WithName("groupmanagement:groups");

    private static async Task<IResult> HandleAsync(HttpContext http, TableQuery query, IMediator mediator, CancellationToken cancellationToken) =>
        http.PageOr<GroupsPage, GroupGrid, GroupsView>(await mediator.Send(new ListGroupsRequest(query, http.User.UserId), cancellationToken));
}

/// <returns>The groups a user could join or is in. GRP-010, GRP-011.</returns>
internal sealed record ListGroupsRequest(TableQuery Query, UserId User) : IRequest<GroupsView>;

internal sealed class ListGroupsHandler(GroupBook book, GroupCards cards, ICurrentUser currentUser) : IRequestHandler<ListGroupsRequest, GroupsView>
{
    public async Task<GroupsView> Handle(ListGroupsRequest request, CancellationToken cancellationToken)
    {
        var user = (await currentUser.FindAsync(cancellationToken))!;
        var requests = await cards.RequestsOfAsync(request.User, cancellationToken);
        var visible = (await book.ReadAsync(cancellationToken)).VisibleTo(user, requests);
        var query = request.Query;
        var chosen = visible
            .Where(g => GroupChoice.Leaves(query.Filter("show"), g, user, requests))
            .Where(g => query.Search is not { } text || Contains(g.Name, text) || Contains(g.Description, text))
            // What is theirs stands first, as it is what they came for.
            .OrderByDescending(g => user.IsIn(g.Id)).ThenByDescending(g => requests.ContainsKey(g.Id))
            .ToList();
        var shown = await cards.DrawAsync([.. chosen.Skip(query.Skip).Take(query.Size)], user, requests, cancellationToken);
        return new GroupsView(new TablePage<GroupCardView>(shown, chosen.Count, query), visible.Count, GroupChoice.Count(visible, user, requests))
        {
            MayRequest = user.Has(GroupManagementPermissions.RequestGroups),
        };
    }

    private static bool Contains(string text, string part) => text.Contains(part, StringComparison.CurrentCultureIgnoreCase);
}

/// <summary>The groups of one pilot.</summary>
/// <param name="Page">The cards shown.</param>
/// <param name="All">How many there are without search and filter.</param>
/// <param name="Counts">How many each filter would show.</param>
public sealed record GroupsView(TablePage<GroupCardView> Page, int All, IReadOnlyDictionary<string, int> Counts)
{
    /// <summary>Whether the pilot may ask for groups that are not public.</summary>
    public bool MayRequest { get; init; }
}
