using AllianceAuth.Authentication.Contracts;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain.Autogroups;
using AllianceAuth.Shared.Access;
using MediatR;

namespace AllianceAuth.GroupManagement.Keeping;

/// <summary>
/// Gives automatic groups their names and lets them follow when a corporation or alliance renames itself. A group that somebody made by hand is
/// never taken over: else a corporation could call itself like one and get its permissions.
/// </summary>
internal sealed class AutogroupNames(GroupManagementDb db, GroupBook book, IMediator mediator)
{
    /// <summary>Links a corporation or alliance to a new group, or to the automatic one that bears the same name already. EVE-050, EVE-051.</summary>
    public async Task<ManagedGroup> LinkAsync(GroupSlot slot, string name, IReadOnlyList<ManagedGroup> links, CancellationToken cancellationToken)
    {
        var group = Namesake(name, links)?.GroupId ?? await MakeAsync(name, cancellationToken);
        var link = ManagedGroup.Of(slot.Kind, slot.Config, slot.Entity, group, name);
        db.ManagedGroups.Add(link);
        await db.SaveChangesAsync(cancellationToken);
        await book.DropAsync(cancellationToken);
        return link;
    }

    /// <summary>Follows renames of corporations and alliances, tickers included. One statement when nobody renamed itself.</summary>
    /// <returns>How many groups changed.</returns>
    public async Task<int> FollowAsync(IReadOnlyList<AutogroupConfig> configs, List<ManagedGroup> links, CancellationToken cancellationToken)
    {
        var entities = (await mediator.Send(new FindEntities([.. links.Select(l => (l.Kind, l.EntityId)).Distinct()]), cancellationToken)).ToDictionary(e => (e.Kind, e.Id));
        var changed = 0;
        foreach (var link in links)
        {
            if (configs.SingleOrDefault(c => c.Id == link.ConfigId) is { } config
                && entities.GetValueOrDefault((link.Kind, link.EntityId)) is { } entity
                && config.NameFor(entity) is var name && !string.Equals(name, link.Name, StringComparison.Ordinal))
            {
                await RenameAsync(link, name, links, cancellationToken);
                changed++;
            }
        }

        return changed;
    }

    private async Task RenameAsync(ManagedGroup link, string name, IReadOnlyList<ManagedGroup> links, CancellationToken cancellationToken)
    {
        var others = links.Where(l => l != link).ToList();
        var old = link.GroupId;
        if (Namesake(name, others) is { } shared)
        {
            link.GroupId = shared.GroupId;
        }
        else if (others.Exists(l => l.GroupId == old))
        {
            link.GroupId = await MakeAsync(name, cancellationToken);
        }
        else
        {
            for (var number = 0; !await mediator.Send(new RenameGroup(old, GroupNames.Numbered(name, number)), cancellationToken); number++)
            {
                if ((await mediator.Send(new FindGroups([old]), cancellationToken)).Count == 0)
                {
                    // Deleted by hand meanwhile; the event about it removes the link.
                    return;
                }
            }
        }

        link.Name = name;
        await db.SaveChangesAsync(cancellationToken);
        if (link.GroupId != old && !others.Exists(l => l.GroupId == old))
        {
            await mediator.Send(new DeleteGroup(old), cancellationToken);
        }
    }

    private async Task<GroupId> MakeAsync(string name, CancellationToken cancellationToken)
    {
        for (var number = 0; ; number++)
        {
            var added = await mediator.Send(new AddGroup(GroupNames.Numbered(name, number)), cancellationToken);
            if (added.Group is { } group)
            {
                return group;
            }

            if (number == 1000)
            {
                throw new InvalidOperationException($"No group could be made for {name}: {added.Refusal?.Code}.");
            }
        }
    }

    private static ManagedGroup? Namesake(string name, IReadOnlyList<ManagedGroup> links) =>
        links.FirstOrDefault(l => string.Equals(l.Name, name, StringComparison.OrdinalIgnoreCase));
}
