using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Services;
using AllianceAuth.Shared.Web.Tables;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Components;

/// <summary>Reads what the last dry run of a service found, a page at a time.</summary>
internal sealed class DryRunReader(ServicesDb db, IMediator mediator)
{
    /// <summary>Name of the parameter that chooses a kind of change.</summary>
    public const string Kind = "kind";

    /// <summary>Only accounts that would end.</summary>
    public const string Removals = "remove";

    /// <summary>Only the others.</summary>
    public const string Others = "other";

    public async Task<DryRunView> ReadAsync(ServiceConnector connector, ServiceState? state, TableQuery query, CancellationToken cancellationToken)
    {
        var service = connector.Description.Name;
        var all = db.DryRunItems.AsNoTracking().Where(i => i.Service == service);
        var totals = await all.GroupBy(i => i.Plan == AccountPlan.Remove).Select(g => new { IsRemoval = g.Key, Count = g.Count() }).ToListAsync(cancellationToken);
        var removals = totals.Where(t => t.IsRemoval).Sum(t => t.Count);
        var others = totals.Where(t => !t.IsRemoval).Sum(t => t.Count);
        var (rows, total) = query.Filter(Kind) switch
        {
            Removals => (all.Where(i => i.Plan == AccountPlan.Remove), removals),
            Others => (all.Where(i => i.Plan != AccountPlan.Remove), others),
            _ => (all, removals + others),
        };
        // Those who lose most stand first.
        var items = await rows
            .OrderByDescending(i => i.Plan).ThenBy(i => i.UserId)
            .Skip(query.Skip).Take(query.Size)
            .Join(db.Accounts, i => new { i.Service, i.UserId }, a => new { a.Service, a.UserId }, (Item, Account) => new { Item, Account.Groups, Account.DisplayName })
            .ToListAsync(cancellationToken);
        var people = items.Count == 0 ? [] : (await mediator.Send(new FindUsers([.. items.Select(i => i.Item.UserId)]), cancellationToken)).ToDictionary(u => u.User);
        var names = await connector.NameGroupsAsync([.. items.SelectMany(i => (i.Groups ?? []).Concat(i.Item.Groups)).Distinct(StringComparer.Ordinal)], cancellationToken);
        var lines = items.OrderByDescending(i => i.Item.Plan).ThenBy(i => i.Item.UserId.Value).Select(i => LineOf(i.Item, i.Groups ?? [], i.DisplayName, people.GetValueOrDefault(i.Item.UserId), names)).ToList();
        return new(
            service, connector.Description.Title, state?.DryRunAt, state?.Running == DryRunJob.Label || state is { DryRunAt: null, DryRunFor: not null }, new TablePage<DryRunLine>(lines, total, query), removals, others);
    }

    private static DryRunLine LineOf(DryRunItem item, string[] groups, string name, UserInfo? user, IReadOnlyDictionary<string, string> names)
    {
        var kind = item.Plan switch
        {
            AccountPlan.Create => ChangeKindOfAccount.Made,
            AccountPlan.Remove => ChangeKindOfAccount.Ended,
            _ => ChangeKindOfAccount.Changed,
        };
        var isRenamed = kind is ChangeKindOfAccount.Changed && item.DisplayName != name;
        return new(item.UserId.Value, user?.Name ?? UserInfo.NameOfDeleted, user?.Main?.CharacterId, user?.Main?.CorporationTicker ?? "", kind, item.Cause)
        {
            Added = [.. item.Groups.Except(groups, StringComparer.Ordinal).Select(g => names.GetValueOrDefault(g, g))],
            Removed = [.. groups.Except(item.Groups, StringComparer.Ordinal).Select(g => names.GetValueOrDefault(g, g))],
            OldName = isRenamed ? name : null,
            NewName = isRenamed ? item.DisplayName : null,
        };
    }
}
