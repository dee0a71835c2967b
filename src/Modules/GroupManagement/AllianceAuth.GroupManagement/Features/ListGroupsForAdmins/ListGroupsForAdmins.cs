using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Tables;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.ListGroupsForAdmins;

/// <summary>
/// The list of all groups. A page of its own: what admins sort by lives in two modules, and hundreds of groups are sorted in memory.
/// </summary>
internal static class ListGroupsForAdminsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/admin/groupmanagement/group/", HandleAsync)
            .RequireStaff().RequirePermission(GroupManagementPermissions.ViewAuthGroup).RequirePermission(GroupManagementPermissions.ViewGroup)
            .WithName("admin:groupmanagement_group_changelist");

    private static async Task<IResult> HandleAsync(
        HttpContext http, TableQuery query, GroupManagementDb db, GroupBook book, ICurrentUser currentUser, IMediator mediator, CancellationToken cancellationToken)
    {
        query = query.SortedBy("name", "members");
        var user = (await currentUser.FindAsync(cancellationToken))!;
        var all = (await book.ReadAsync(cancellationToken)).Groups;
        var automatic = (await db.ManagedGroups.AsNoTracking().Select(m => m.GroupId).ToListAsync(cancellationToken)).ToHashSet();
        var members = await mediator.Send(new CountMembers([.. all.Select(g => g.Id)]), cancellationToken);
        var chosen = all.Where(g => Fits(g, query, automatic)).Select(g => Draw(g, automatic.Contains(g.Id), members.GetValueOrDefault(g.Id))).ToList();
        IEnumerable<AdminGroupRow> sorted = (query.Sort, query.Descending) switch
        {
            ("members", false) => chosen.OrderBy(g => g.Members),
            ("members", true) => chosen.OrderByDescending(g => g.Members),
            (_, true) => chosen.AsEnumerable().Reverse(),
            _ => chosen,
        };
        var page = new TablePage<AdminGroupRow>([.. sorted.Skip(query.Skip).Take(query.Size)], chosen.Count, query);
        return http.Page<AdminGroupsPage, AdminGroupsView>(new AdminGroupsView(
            page, user.Has(GroupManagementPermissions.AddAuthGroup) && user.Has(GroupManagementPermissions.AddGroup)));
    }

    private static bool Fits(GroupRules group, TableQuery query, HashSet<GroupId> automatic) =>
        (query.Search is not { } text || group.Name.Contains(text, StringComparison.CurrentCultureIgnoreCase) || group.Description.Contains(text, StringComparison.CurrentCultureIgnoreCase))
        && query.Filters("is").All(flag => flag switch
        {
            "internal" => group.IsInternal,
            "hidden" => group.IsHidden,
            "open" => group.IsOpen,
            "public" => group.IsPublic,
            "restricted" => group.IsRestricted,
            "auto" => automatic.Contains(group.Id),
            _ => true,
        })
        // By leader users only, as the original filters.
        && (query.Filter("led") switch { "yes" => group.Leaders.Count > 0, "no" => group.Leaders.Count == 0, _ => true });

    private static AdminGroupRow Draw(GroupRules group, bool isAutomatic, int members) =>
        new(group.Id.Value, group.Name, group.Description, GroupProperties.Of(group, isAutomatic), members, group.Leaders.Count > 0 || group.LeaderGroups.Count > 0);
}

/// <summary>All groups.</summary>
/// <param name="Page">Those shown.</param>
/// <param name="MayAdd">Whether the reader may make one.</param>
public sealed record AdminGroupsView(TablePage<AdminGroupRow> Page, bool MayAdd);

/// <summary>One group.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Properties">Text keys of what is special about it.</param>
/// <param name="Members">How many are in it.</param>
/// <param name="HasLeader">Whether anybody leads it.</param>
public sealed record AdminGroupRow(int Id, string Name, string Description, IReadOnlyList<string> Properties, int Members, bool HasLeader);
