using AllianceAuth.Authentication.Contracts;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain.Autogroups;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.AdministerAutogroups;

/// <summary>
/// Works out which groups a configuration would have and who would be in them, by the rules that keep them. Nothing is changed. As many statements
/// for everybody as for one.
/// </summary>
internal sealed class AutogroupForecast(GroupManagementDb db, IMediator mediator)
{
    private const int MostGroups = 200;

    public async Task<AutogroupPreviewView> OfAsync(AutogroupConfig config, CancellationToken cancellationToken)
    {
        var configs = await db.AutogroupConfigs.AsNoTracking().Where(c => c.Id != config.Id).ToListAsync(cancellationToken);
        configs.Add(config);
        var links = await db.ManagedGroups.AsNoTracking().ToListAsync(cancellationToken);
        var managed = links.Select(l => l.GroupId).ToHashSet();
        var users = await mediator.Send(new FindStandings(null, managed), cancellationToken);
        var groups = links.ToDictionary(l => new GroupSlot(l.ConfigId, l.Kind, l.EntityId), l => l.GroupId);
        var counts = users.SelectMany(u => AutogroupPlan.Needed([config], [u])).CountBy(slot => slot).ToDictionary();
        var own = links.Where(l => config.Id != 0 && l.ConfigId == config.Id).ToDictionary(l => new GroupSlot(l.ConfigId, l.Kind, l.EntityId));
        var names = (await mediator.Send(new FindEntities([.. counts.Keys.Concat(own.Keys).Select(s => (s.Kind, s.Entity)).Distinct()]), cancellationToken))
            .ToDictionary(e => (e.Kind, e.Id));

        List<AutogroupLine> lines = [];
        foreach (var (slot, count) in counts.OrderByDescending(c => c.Value))
        {
            var known = own.GetValueOrDefault(slot);
            var name = known?.Name ?? (names.TryGetValue((slot.Kind, slot.Entity), out var entity) ? config.NameFor(entity) : null);
            lines.Add(new(name, slot.Kind == EntityKind.Alliance, slot.Entity, count, known is null ? AutogroupChange.New : AutogroupChange.Stays));
        }

        lines.AddRange(own.Where(o => !config.Keeps(o.Key.Kind)).Select(o => new AutogroupLine(o.Value.Name, o.Key.Kind == EntityKind.Alliance, o.Key.Entity, 0, AutogroupChange.Goes)));
        var (joining, leaving) = AutogroupPlan.Compare(configs, groups, managed, users);
        var access = await mediator.Send(new PreviewMemberships(joining, leaving), cancellationToken);
        return new(
            lines.Count(l => l.Change == AutogroupChange.New),
            lines.Count(l => l.Change == AutogroupChange.Goes),
            joining.Count + lines.Where(l => l.Change == AutogroupChange.New && l.Name is not null).Sum(l => l.Members),
            leaving.Count,
            [.. lines.Take(MostGroups)],
            lines.Count,
            access);
    }
}
