using System.Runtime.InteropServices;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;

namespace AllianceAuth.GroupManagement.Domain.Autogroups;

/// <summary>The group of one corporation or alliance in one configuration.</summary>
/// <param name="Config">Which configuration.</param>
/// <param name="Kind">Corporation or alliance.</param>
/// <param name="Entity">EVE id.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct GroupSlot(int Config, EntityKind Kind, long Entity);

/// <summary>Who belongs where, for all configurations together: a group that two of them share has the members of both.</summary>
internal static class AutogroupPlan
{
    private static readonly EntityKind[] Kinds = [EntityKind.Corporation, EntityKind.Alliance];

    /// <summary>The groups these users need. EVE-058: nobody else's.</summary>
    public static IReadOnlySet<GroupSlot> Needed(IReadOnlyList<AutogroupConfig> configs, IEnumerable<UserStanding> users) =>
        users.SelectMany(user => SlotsOf(configs, user)).ToHashSet();

    /// <summary>Who has to join and who has to leave. A main whose corporation EVE never told us is unknown: such a user stays where they are.</summary>
    /// <param name="configs">All configurations.</param>
    /// <param name="groups">Group of each slot; a slot without one waits until its corporation's or alliance's name is known.</param>
    /// <param name="managed">Every group that any configuration keeps.</param>
    /// <param name="users">The users looked at, with those of the managed groups they are in.</param>
    public static (IReadOnlyList<Membership> Joining, IReadOnlyList<Membership> Leaving) Compare(
        IReadOnlyList<AutogroupConfig> configs, IReadOnlyDictionary<GroupSlot, GroupId> groups, IReadOnlySet<GroupId> managed, IEnumerable<UserStanding> users)
    {
        List<Membership> joining = [], leaving = [];
        foreach (var user in users.Where(u => u.Main is null || u.Corporation is not null))
        {
            var wanted = SlotsOf(configs, user).Where(groups.ContainsKey).Select(slot => groups[slot]).ToHashSet();
            joining.AddRange(wanted.Except(user.Groups).Select(group => new Membership(user.User, group)));
            leaving.AddRange(user.Groups.Where(group => managed.Contains(group) && !wanted.Contains(group)).Select(group => new Membership(user.User, group)));
        }

        return (joining, leaving);
    }

    private static IEnumerable<GroupSlot> SlotsOf(IReadOnlyList<AutogroupConfig> configs, UserStanding user)
    {
        foreach (var config in configs)
        {
            foreach (var kind in Kinds)
            {
                if (user.Main is not null && config.EntityFor(kind, user.State, user.Corporation, user.Alliance) is { } entity)
                {
                    yield return new GroupSlot(config.Id, kind, entity);
                }
            }
        }
    }
}
