using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Services;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Engine;

/// <summary>Looks at everybody on a service, page by page in the order of the key, and writes only where something differs. Killed in the middle, it starts again.</summary>
internal sealed class AccountSweep(ServicesDb db, AccountLooker looker, ServiceProgress progress, TimeProvider clock)
{
    private const int AtOnce = 2000;

    /// <summary>Does it when it is wanted.</summary>
    public async Task RunAsync(ServiceConnector connector, ServiceState state, CancellationToken cancellationToken)
    {
        if (state.SweepWanted <= state.SweepDone)
        {
            return;
        }

        await EachAsync(connector, "services.running.sweep", found => looker.StoreAsync(found, cancellationToken), cancellationToken);
        var (name, wanted, now) = (state.Name, state.SweepWanted, clock.GetUtcNow());
        await db.States.Where(s => s.Name == name)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.SweepDone, x => x.SweepDone > wanted ? x.SweepDone : wanted).SetProperty(x => x.SweptAt, now), cancellationToken);
        state.SweepDone = wanted;
    }

    /// <summary>Looks at everybody and hands over what was found, a page at a time.</summary>
    public async Task EachAsync(ServiceConnector connector, string label, Func<IReadOnlyList<AccountFinding>, Task> found, CancellationToken cancellationToken)
    {
        var service = connector.Description.Name;
        var total = await db.Accounts.CountAsync(a => a.Service == service, cancellationToken);
        await using var shown = await progress.BeginAsync(service, label, total, cancellationToken);
        var last = new Shared.Access.UserId(int.MinValue);
        while (true)
        {
            var from = last;
            var page = await db.Accounts.FromSql($"SELECT * FROM services.accounts WHERE service = {service} AND user_id > {from.Value}")
                .AsNoTracking().OrderBy(a => a.UserId).Take(AtOnce).ToListAsync(cancellationToken);
            if (page.Count == 0)
            {
                return;
            }

            await found(await looker.LookAsync(connector, page, cancellationToken));
            last = page[^1].UserId;
            await shown.AddAsync(page.Count, cancellationToken);
        }
    }
}
