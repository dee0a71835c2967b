using AllianceAuth.Services.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Engine;

/// <summary>
/// Looks at everybody on a service, page by page in the order of the key, and writes only where something differs. Between two pages the engine sees to what
/// is urgent. How far it has come is stored with each page, so a run that ends or dies in the middle is gone on with.
/// </summary>
internal sealed class AccountSweep(ServicesDb db, AccountLooker looker, ServiceProgress progress, TimeProvider clock)
{
    /// <summary>Shown while it is under way.</summary>
    public const string Label = "services.running.sweep";

    private const int AtOnce = 2000;

    /// <summary>Looks at the next page of a pass that is wanted.</summary>
    /// <returns>Whether there is more to look at.</returns>
    public async Task<bool> StepAsync(ServiceConnector connector, ServiceState state, CancellationToken cancellationToken)
    {
        if (state.SweepCursor is null && state.SweepWanted <= state.SweepDone)
        {
            return false;
        }

        var states = db.States.Where(s => s.Name == state.Name);
        var goal = state.SweepCursor is null ? state.SweepWanted : state.SweepGoal;
        if (state.SweepCursor is null)
        {
            await progress.BeginAsync(state.Name, Label, cancellationToken);
        }

        var page = await PageAsync(state.Name, state.SweepCursor, AtOnce, cancellationToken);
        await looker.StoreAsync(await looker.LookAsync(connector, page, cancellationToken), cancellationToken);
        await progress.AddAsync(state.Name, Label, page.Count, cancellationToken);
        if (page.Count == AtOnce)
        {
            UserId? cursor = page[^1].UserId;
            await states.ExecuteUpdateAsync(s => s.SetProperty(x => x.SweepGoal, goal).SetProperty(x => x.SweepCursor, cursor), cancellationToken);
            return true;
        }

        var now = clock.GetUtcNow();
        await states.ExecuteUpdateAsync(
            s => s.SetProperty(x => x.SweepDone, goal).SetProperty(x => x.SweepCursor, (UserId?)null).SetProperty(x => x.SweptAt, now), cancellationToken);
        await progress.EndAsync(state.Name, Label, cancellationToken);
        var after = await states.AsNoTracking().SingleAsync(cancellationToken);
        if (after.SweepWanted > after.SweepDone)
        {
            return true;
        }

        if (after.SweepFor is { } starter)
        {
            await TellAsync(state.Name, starter, cancellationToken);
        }

        return false;
    }

    private async Task TellAsync(string service, UserId starter, CancellationToken cancellationToken)
    {
        var due = await db.Accounts.CountAsync(a => a.Service == service && a.Mark > a.Done, cancellationToken);
        var state = await db.States.SingleAsync(s => s.Name == service, cancellationToken);
        state.SweepFor = null;
        db.Raise(new ServiceWorkEnded(Guid.CreateVersion7(), clock.GetUtcNow(), service, starter, ServiceWork.Check, due));
        await db.SaveChangesAsync(cancellationToken);
        db.ChangeTracker.Clear();
    }

    /// <summary>Looks at everybody and hands over what was found, a page at a time; stores nothing.</summary>
    public async Task EachAsync(ServiceConnector connector, Func<IReadOnlyList<AccountFinding>, Task> found, CancellationToken cancellationToken)
    {
        UserId? last = null;
        while (await PageAsync(connector.Description.Name, last, AtOnce, cancellationToken) is { Count: > 0 } page)
        {
            await found(await looker.LookAsync(connector, page, cancellationToken));
            last = page[^1].UserId;
        }
    }

    private Task<List<Account>> PageAsync(string service, UserId? after, int count, CancellationToken cancellationToken)
    {
        var from = after?.Value ?? int.MinValue;
        return db.Accounts.FromSql($"SELECT * FROM services.accounts WHERE service = {service} AND user_id > {from}")
            .AsNoTracking().OrderBy(a => a.UserId).Take(count).ToListAsync(cancellationToken);
    }
}
