using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Tables;
using MediatR;

namespace AllianceAuth.GroupManagement.Components;

/// <summary>Draws up the members of a group. GRP-043.</summary>
internal sealed class MemberQueue(GroupBook book, IMediator mediator)
{
    public async Task<MembersView> DrawAsync(GroupRules group, TableQuery query, Refusal? refusal, CancellationToken cancellationToken)
    {
        query = query.SortedBy("name", "corporation", "state", "since");
        var sort = query.Sort switch
        {
            "corporation" => GroupMemberSort.Corporation,
            "state" => GroupMemberSort.State,
            "since" => GroupMemberSort.Since,
            _ => GroupMemberSort.Name,
        };
        var page = await mediator.Send(new ListGroupMembers(group.Id, query.Search, sort, query.Descending, query.Skip, query.Size), cancellationToken);
        // Whoever leads by being in a leader group has the star as well.
        var leaders = group.LeaderGroups.Count == 0
            ? []
            : (await mediator.Send(new FindMembersOf(group.LeaderGroups), cancellationToken)).Select(m => m.User).ToHashSet();
        leaders.UnionWith(group.Leaders);
        var names = await book.ReadAsync(cancellationToken);
        return new MembersView(
            group.Id.Value,
            group.Name,
            new TablePage<MemberRow>(
                [
                    .. page.Members.Select(m => new MemberRow(
                        m.User.Value, m.Main?.CharacterId, m.Name, m.Main?.CorporationTicker ?? "", m.Main?.CorporationName ?? "", m.State, m.Since, leaders.Contains(m.User))),
                ],
                page.Total,
                query))
        {
            LeaderGroups = [.. group.LeaderGroups.Select(names.Find).OfType<GroupRules>().Select(g => g.Name)],
            Refusal = refusal,
        };
    }
}
