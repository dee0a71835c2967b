using AllianceAuth.Authentication.Contracts;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain.Autogroups;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Keeping;

/// <summary>What a look at the automatic groups did.</summary>
/// <param name="Joined">Memberships added.</param>
/// <param name="Left">Memberships ended.</param>
/// <param name="Made">Groups made.</param>
/// <param name="Removed">Groups removed.</param>
internal sealed record AutogroupOutcome(int Joined, int Left, int Made, int Removed);

/// <summary>
/// Makes the automatic groups what they should be, for some users or for everybody, in as many statements for a hundred thousand as for one.
/// Compares first and asks only for the difference.
/// </summary>
internal sealed class AutogroupKeeper(GroupManagementDb db, AutogroupNames names, IMediator mediator)
{
    public const string Cause = "groupmanagement.autogroup.cause";

    /// <summary>The caller holds the <see cref="KeepingLock"/>.</summary>
    /// <param name="users">Who; null for everybody, names and groups that are due to go included.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<AutogroupOutcome> KeepAsync(IReadOnlyCollection<UserId>? users, CancellationToken cancellationToken)
    {
        var configs = await db.AutogroupConfigs.AsNoTracking().OrderBy(c => c.Id).ToListAsync(cancellationToken);
        var links = await db.ManagedGroups.ToListAsync(cancellationToken);
        if (configs.Count + links.Count == 0)
        {
            return new(0, 0, 0, 0);
        }

        if (users is null)
        {
            await names.FollowAsync(configs, links, cancellationToken);
        }

        var managed = links.Select(l => l.GroupId).ToHashSet();
        var standings = await mediator.Send(new FindStandings(users, managed), cancellationToken);
        var made = await MakeMissingAsync(configs, links, standings, cancellationToken);
        var groups = links.ToDictionary(l => new GroupSlot(l.ConfigId, l.Kind, l.EntityId), l => l.GroupId);
        var (joining, leaving) = AutogroupPlan.Compare(configs, groups, managed, standings);
        if (joining.Count > 0)
        {
            await mediator.Send(new AddToGroups(joining, Actor: null, Cause), cancellationToken);
        }

        if (leaving.Count > 0)
        {
            await mediator.Send(new RemoveFromGroups(leaving, Actor: null, Cause), cancellationToken);
        }

        var removed = users is null ? await RemoveIdleAsync(configs, links, standings, cancellationToken) : 0;
        return new(joining.Count, leaving.Count, made, removed);
    }

    private async Task<int> MakeMissingAsync(
        List<AutogroupConfig> configs, List<ManagedGroup> links, IReadOnlyList<UserStanding> standings, CancellationToken cancellationToken)
    {
        var missing = AutogroupPlan.Needed(configs, standings);
        var known = links.Select(l => new GroupSlot(l.ConfigId, l.Kind, l.EntityId)).ToHashSet();
        GroupSlot[] slots = [.. missing.Where(slot => !known.Contains(slot)).OrderBy(slot => slot.Config).ThenBy(slot => slot.Entity)];
        if (slots.Length == 0)
        {
            return 0;
        }

        // Whatever EVE has not told us the name of is learned by a job and comes back with an event. EVE-056.
        var entities = (await mediator.Send(new FindEntities([.. slots.Select(s => (s.Kind, s.Entity)).Distinct()]), cancellationToken)).ToDictionary(e => (e.Kind, e.Id));
        var before = links.Count;
        foreach (var slot in slots.Where(slot => entities.ContainsKey((slot.Kind, slot.Entity))))
        {
            var name = configs.Single(c => c.Id == slot.Config).NameFor(entities[(slot.Kind, slot.Entity)]);
            links.Add(await names.LinkAsync(slot, name, links, cancellationToken));
        }

        return links.Count - before;
    }

    /// <summary>Removes the groups of what was switched off or deleted, and the empty ones of the closed. EVE-062, EVE-063.</summary>
    private async Task<int> RemoveIdleAsync(
        List<AutogroupConfig> configs, List<ManagedGroup> links, IReadOnlyList<UserStanding> standings, CancellationToken cancellationToken)
    {
        var used = AutogroupPlan.Needed(configs, standings);
        var idle = links.Where(l => configs.Find(c => c.Id == l.ConfigId)?.Keeps(l.Kind) != true).ToList();
        var empty = links.Except(idle).Where(l => !used.Contains(new GroupSlot(l.ConfigId, l.Kind, l.EntityId))).ToList();
        if (empty.Count > 0)
        {
            var closed = await mediator.Send(new FindClosed([.. empty.Select(l => (l.Kind, l.EntityId)).Distinct()]), cancellationToken);
            idle.AddRange(empty.Where(l => closed.Contains((l.Kind, l.EntityId))));
        }

        var stillUsed = links.Except(idle).Select(l => l.GroupId).ToHashSet();
        foreach (var group in idle.Select(l => l.GroupId).Distinct().Where(group => !stillUsed.Contains(group)))
        {
            await mediator.Send(new DeleteGroup(group), cancellationToken);
        }

        // After the groups: whoever stops in between finds the links and goes on.
        db.ManagedGroups.RemoveRange(idle);
        await db.SaveChangesAsync(cancellationToken);
        return idle.Count;
    }
}
