using System.Globalization;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;
using AllianceAuth.Shared.Results;

namespace AllianceAuth.GroupManagement.Features.ShowWayIn;

/// <summary>Tells a pilot who lacks something how they could get into a group that carries it; keeps quiet about groups that are no business of theirs.</summary>
internal sealed class ShowWayInOfGroups(GroupBook book) : IGroupWayIn
{
    public async ValueTask<IReadOnlyList<GroupWayIn>> FindAsync(AccessSnapshot user, IReadOnlyList<GroupId> groups, CancellationToken cancellationToken)
    {
        var all = await book.ReadAsync(cancellationToken);
        return [.. groups.Select(all.Find).OfType<GroupRules>().Where(g => !g.IsInternal && (!g.IsHidden || g.IsManagedBy(user)) && !g.IsSecretFrom(user)).Select(g => Way(g, user))];
    }

    private static GroupWayIn Way(GroupRules group, AccessSnapshot user)
    {
        var decision = group.DecideJoin(user, hasRequest: false);
        return decision.Refusal is { } refusal
            ? new GroupWayIn(group.Id, refusal, Href: null)
            : new GroupWayIn(
                group.Id,
                new Refusal(decision.NeedsLeader ? "groupmanagement.join.willask" : "groupmanagement.join.willjoin"),
                $"/group/request/join/{group.Id.Value.ToString(CultureInfo.InvariantCulture)}/");
    }
}
