using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Components;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Settings;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace AllianceAuth.GroupManagement.Features.ListMemberships;

internal static class ListMembershipsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/groupmanagement/membership/", HandleAsync).RequireManager().WithName("groupmanagement:membership");

    /// <summary>The groups whose members the reader decides. GRP-042.</summary>
    private static async Task<IResult> HandleAsync(
        HttpContext http, TableQuery query, GroupBook book, WaitingRequests waiting, ICurrentUser currentUser, IMediator mediator, IOptions<GroupManagementSettings> settings, IOptions<SiteSettings> site, CancellationToken cancellationToken)
    {
        query = query.SortedBy("name");
        var user = (await currentUser.FindAsync(cancellationToken))!;
        var mine = (await book.ReadAsync(cancellationToken)).ManagedBy(user).ToList();
        var managed = mine
            .Where(g => query.Search is not { } text || g.Name.Contains(text, StringComparison.CurrentCultureIgnoreCase) || g.Description.Contains(text, StringComparison.CurrentCultureIgnoreCase))
            .ToList();
        if (query.Descending)
        {
            managed.Reverse();
        }

        var shown = managed.Skip(query.Skip).Take(query.Size).ToList();
        var members = await mediator.Send(new CountMembers([.. shown.Select(g => g.Id)]), cancellationToken);
        var open = await waiting.ReadAsync(cancellationToken);
        IReadOnlyList<MembershipRow> rows =
        [
            .. shown.Select(g => new MembershipRow(g.Id.Value, g.Name, g.Description, g.IsHidden, g.IsOpen, members.GetValueOrDefault(g.Id))
            {
                Waiting = open.Sum(id => id == g.Id) is var (joins, leaves) ? joins + leaves : 0,
                JoinLink = new Uri(new Uri(site.Value.Url), $"/group/request/join/{g.Id}/").AbsoluteUri,
            }),
        ];
        return http.Page<MembershipsPage, MembershipsView>(new MembershipsView(new TablePage<MembershipRow>(rows, managed.Count, query))
        {
            Joins = open.Sum(mine.Select(g => g.Id).ToHashSet().Contains).Joins,
            Leaves = settings.Value.AutoLeave && open.Groups.All(g => g.Leaves == 0) ? null : open.Sum(mine.Select(g => g.Id).ToHashSet().Contains).Leaves,
        });
    }
}

/// <summary>The groups whose members the reader decides.</summary>
/// <param name="Page">Those shown.</param>
public sealed record MembershipsView(TablePage<MembershipRow> Page)
{
    /// <summary>How many want in, in all their groups.</summary>
    public int Joins { get; init; }

    /// <summary>How many want out; null where nobody has to ask. GRP-038.</summary>
    public int? Leaves { get; init; }
}

/// <summary>One group.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="IsHidden">Not listed.</param>
/// <param name="IsOpen">Joining takes effect at once.</param>
/// <param name="Members">How many are in it.</param>
public sealed record MembershipRow(int Id, string Name, string Description, bool IsHidden, bool IsOpen, int Members)
{
    /// <summary>Requests that wait.</summary>
    public int Waiting { get; init; }

    /// <summary>Address that asks whether to join, to be handed out.</summary>
    public required string JoinLink { get; init; }
}
