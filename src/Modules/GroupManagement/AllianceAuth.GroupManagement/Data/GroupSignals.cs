using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Live;
using AllianceAuth.Shared.Web.Live;
using MediatR;

namespace AllianceAuth.GroupManagement.Data;

/// <summary>Tells open pages of requests and memberships that changed.</summary>
internal sealed class GroupSignals(ILiveSignals signals, WaitingRequests waiting, IMediator mediator)
{
    /// <summary>The list of requests.</summary>
    public static readonly LiveTopic Requests = new("groupmanagement.requests");

    /// <summary>A pilot's own list of groups.</summary>
    public static readonly LiveTopic Mine = new("groupmanagement.mine");

    /// <summary>Whoever decides requests of these groups looks again: at the menu, at the list. After the commit.</summary>
    public async Task RequestsChangedAsync(IReadOnlyCollection<GroupRules> groups, CancellationToken cancellationToken)
    {
        await waiting.DropAsync(cancellationToken);
        var deciders = (await LeadersOfAsync(groups, cancellationToken)).ToHashSet();
        deciders.UnionWith(await mediator.Send(new FindUsersWithPermission(GroupManagementPermissions.ManageAll), cancellationToken));
        await signals.SendAsync(Requests.Name, deciders, cancellationToken);
        await signals.SendAsync(MenuSignals.Topic.Name, deciders, cancellationToken);
    }

    /// <summary>These pilots look again at their groups.</summary>
    public Task MembershipsChangedAsync(IReadOnlyCollection<UserId> users, CancellationToken cancellationToken) =>
        signals.SendAsync(Mine.Name, users, cancellationToken);

    /// <summary>Who decides by being a leader: the leaders themselves and the members of leader groups, not those who hold the permission. GRP-036.</summary>
    public async Task<IReadOnlyList<UserId>> LeadersOfAsync(IReadOnlyCollection<GroupRules> groups, CancellationToken cancellationToken)
    {
        GroupId[] leaderGroups = [.. groups.SelectMany(g => g.LeaderGroups).Distinct()];
        var members = leaderGroups.Length == 0 ? [] : await mediator.Send(new FindMembersOf(leaderGroups), cancellationToken);
        return [.. groups.SelectMany(g => g.Leaders).Concat(members.Select(m => m.User)).Distinct()];
    }
}
