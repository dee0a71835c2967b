using System.Globalization;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Services;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Engine;

/// <summary>
/// One run of the engine for one service: looks at whoever is marked, asks the brake, and works through what is due, most urgent first, until nothing is
/// due, the service wants rest, or the run's time is over. Only one at a time for a service among all nodes.
/// </summary>
internal sealed class ServiceRun(ServicesDb db, AccountLooker looker, AccountApplier applier, AccountSweep sweep, BrakeKeeper brake, ServiceRests rests, ServiceSignals signals, TimeProvider clock)
{
    /// <summary>Afterwards it queues itself again, so that no run is under way for hours.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private const int LookAtOnce = 1000;
    private const int ApplyAtOnce = 20;

    /// <summary>Runs.</summary>
    /// <returns>What was done, and when there is more to do.</returns>
    public async Task<RunResult> RunAsync(ServiceConnector connector, CancellationToken cancellationToken)
    {
        var service = connector.Description.Name;
        var begun = clock.GetTimestamp();
        var applied = 0;
        while (clock.GetElapsedTime(begun) < Longest)
        {
            var state = await StateAsync(service, cancellationToken);
            await sweep.RunAsync(connector, state, cancellationToken);
            await LookAtMarkedAsync(connector, cancellationToken);
            if (state.IsFrozen)
            {
                return new(applied, null, "paused");
            }

            var isHeld = await brake.HoldsAsync(service, cancellationToken);
            if (state.RestsUntil is { } until && until > clock.GetUtcNow())
            {
                return new(applied, until, "rests");
            }

            var due = await NextAsync(service, isHeld, cancellationToken);
            if (due.Count == 0)
            {
                return new(applied, await NextTryAsync(service, cancellationToken), isHeld ? "held by the brake" : "nothing due");
            }

            foreach (var account in due)
            {
                if (await applier.ApplyAsync(connector, account, cancellationToken) is { } trouble)
                {
                    var rest = await rests.RestAsync(state, trouble, cancellationToken);
                    return new(applied, rest, trouble.Message);
                }

                applied++;
                await rests.AnsweredAsync(state, cancellationToken);
            }

            await signals.HealthChangedAsync(cancellationToken);
        }

        return new(applied, clock.GetUtcNow(), "more is due");
    }

    private async Task<ServiceState> StateAsync(string service, CancellationToken cancellationToken) =>
        await db.States.AsNoTracking().SingleOrDefaultAsync(s => s.Name == service, cancellationToken) ?? new ServiceState { Name = service };

    private async Task LookAtMarkedAsync(ServiceConnector connector, CancellationToken cancellationToken)
    {
        while (true)
        {
            var marked = await db.Accounts.AsNoTracking()
                .Where(a => a.Service == connector.Description.Name && a.Mark > a.Done && a.Mark > a.Looked)
                .OrderBy(a => a.Priority).ThenBy(a => a.UserId)
                .Take(LookAtOnce)
                .ToListAsync(cancellationToken);
            if (marked.Count == 0)
            {
                return;
            }

            await looker.StoreAsync(await looker.LookAsync(connector, marked, cancellationToken), cancellationToken);
        }
    }

    private Task<List<Account>> NextAsync(string service, bool isHeld, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var due = db.Accounts.AsNoTracking()
            .Where(a => a.Service == service && a.Mark > a.Done && a.Looked == a.Mark && a.Plan != AccountPlan.None && (a.NextTry == null || a.NextTry <= now));
        return (isHeld ? due.Where(BrakeKeeper.MayPass) : due).OrderBy(a => a.Priority).ThenBy(a => a.DueSince).Take(ApplyAtOnce).ToListAsync(cancellationToken);
    }

    private Task<DateTimeOffset?> NextTryAsync(string service, CancellationToken cancellationToken) =>
        db.Accounts.Where(a => a.Service == service && a.Mark > a.Done && a.NextTry != null).MinAsync(a => a.NextTry, cancellationToken);
}

/// <summary>How a run ended.</summary>
/// <param name="Applied">Accounts worked on.</param>
/// <param name="Next">When to go on; null when nothing waits.</param>
/// <param name="Why">Why it ended, for the job's history.</param>
internal sealed record RunResult(int Applied, DateTimeOffset? Next, string Why)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Applied} accounts; {Why}.");
}
