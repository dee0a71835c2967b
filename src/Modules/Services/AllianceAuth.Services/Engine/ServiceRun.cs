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
internal sealed class ServiceRun(
    ServicesDb db, AccountLooker looker, AccountApplier applier, AccountSweep sweep, DriftCheck drift, BrakeKeeper brake, ServiceRests rests, ServiceSignals signals, TimeProvider clock)
{
    /// <summary>Afterwards it queues itself again, so that no run is under way for hours.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>Open pages are told no more often.</summary>
    private static readonly TimeSpan BetweenSignals = TimeSpan.FromSeconds(1);

    private const int LookAtOnce = 1000;
    private const int ApplyAtOnce = 20;

    /// <summary>Runs.</summary>
    /// <returns>What was done, and when there is more to do.</returns>
    public async Task<RunResult> RunAsync(ServiceConnector connector, CancellationToken cancellationToken)
    {
        await db.EnsureStatesAsync([connector.Description.Name], cancellationToken);
        var result = await WorkAsync(connector, cancellationToken);
        await signals.HealthChangedAsync(cancellationToken);
        return result;
    }

    private async Task<RunResult> WorkAsync(ServiceConnector connector, CancellationToken cancellationToken)
    {
        var service = connector.Description.Name;
        var begun = clock.GetTimestamp();
        var told = begun;
        var applied = 0;
        bool? isHeld = null;
        while (clock.GetElapsedTime(begun) < Longest)
        {
            var state = await db.States.AsNoTracking().SingleAsync(s => s.Name == service, cancellationToken);
            var isSweeping = await sweep.StepAsync(connector, state, cancellationToken);
            // Only a look finds more to take away, so only then the brake has to count again.
            if (await LookAtMarkedAsync(connector, cancellationToken) || state.SweepWanted > state.SweepDone || isHeld is not false)
            {
                isHeld = await brake.HoldsAsync(service, cancellationToken);
            }

            var pause = state.IsFrozen ? "paused" : state.RestsUntil > clock.GetUtcNow() ? "rests" : null;
            if (pause is not null)
            {
                if (isSweeping)
                {
                    continue;
                }

                return new(applied, state.IsFrozen ? null : state.RestsUntil, pause);
            }

            // Nobody loses anything before all are looked at: only then the brake knows how many it would be.
            var due = await NextAsync(service, isHeld is true || isSweeping, cancellationToken);
            var (done, end) = await ApplyAsync(connector, state, due, cancellationToken);
            applied += done;
            if (end is null && due.Count == 0 && !isSweeping)
            {
                end = await ReadAsync(connector, state, isHeld is true, cancellationToken);
            }

            if (end is not null)
            {
                return end with { Applied = applied };
            }

            if (clock.GetElapsedTime(told) >= BetweenSignals)
            {
                told = clock.GetTimestamp();
                await signals.HealthChangedAsync(cancellationToken);
            }
        }

        return new(applied, clock.GetUtcNow(), "more is due");
    }

    /// <returns>How many were worked on, and how the run ends; null when it goes on.</returns>
    private async Task<(int Done, RunResult? End)> ApplyAsync(ServiceConnector connector, ServiceState state, List<Account> due, CancellationToken cancellationToken)
    {
        var done = 0;
        foreach (var account in due)
        {
            // Calls take their time: an admin who pauses the service is heard before each account, and so is whatever happened to the account since it was read.
            var now = await db.States.Where(s => s.Name == state.Name).Select(s => new
            {
                s.IsFrozen,
                IsAsRead = db.Accounts.Any(a =>
                    a.Service == account.Service && a.UserId == account.UserId && a.Mark == account.Mark && a.Looked == account.Looked && a.Done == account.Done),
            }).SingleAsync(cancellationToken);
            if (now.IsFrozen)
            {
                return (done, new(0, null, "paused"));
            }

            if (!now.IsAsRead)
            {
                continue;
            }

            if (await applier.ApplyAsync(connector, account, state, cancellationToken) is { } trouble)
            {
                var until = await rests.RestAsync(state, trouble, cancellationToken);
                await applier.PutBehindAsync(account, trouble, until);
                return (done, new(0, until, trouble.Message));
            }

            done++;
            await rests.AnsweredAsync(state, cancellationToken);
        }

        return (done, null);
    }

    /// <returns>How the run ends; null when there is more to read, or something to put right.</returns>
    private async Task<RunResult?> ReadAsync(ServiceConnector connector, ServiceState state, bool isHeld, CancellationToken cancellationToken)
    {
        try
        {
            return await drift.StepAsync(connector, state, cancellationToken)
                ? null
                : new(0, await NextTryAsync(state.Name, isHeld, cancellationToken), isHeld ? "held by the brake" : "nothing due");
        }
        catch (ServiceException trouble)
        {
            return new(0, await rests.RestAsync(state, trouble, cancellationToken), trouble.Message);
        }
    }

    /// <returns>Whether anybody was marked.</returns>
    private async Task<bool> LookAtMarkedAsync(ServiceConnector connector, CancellationToken cancellationToken)
    {
        for (var isFirst = true; ; isFirst = false)
        {
            var marked = await db.Accounts.AsNoTracking()
                .Where(a => a.Service == connector.Description.Name && a.Mark > a.Done && a.Mark > a.Looked)
                .OrderBy(a => a.Priority).ThenBy(a => a.UserId)
                .Take(LookAtOnce)
                .ToListAsync(cancellationToken);
            if (marked.Count == 0)
            {
                return !isFirst;
            }

            await looker.StoreAsync(await looker.LookAsync(connector, marked, cancellationToken), cancellationToken);
        }
    }

    private Task<List<Account>> NextAsync(string service, bool isHeld, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return Due(service, isHeld).Where(a => a.NextTry == null || a.NextTry <= now)
            .OrderBy(a => a.Priority).ThenBy(a => a.DueSince).ThenBy(a => a.UserId).Take(ApplyAtOnce).ToListAsync(cancellationToken);
    }

    private Task<DateTimeOffset?> NextTryAsync(string service, bool isHeld, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return Due(service, isHeld).Where(a => a.NextTry > now).MinAsync(a => a.NextTry, cancellationToken);
    }

    private IQueryable<Account> Due(string service, bool isHeld)
    {
        var due = db.Accounts.AsNoTracking().Where(a => a.Service == service && a.Mark > a.Done && a.Looked == a.Mark && a.Plan != AccountPlan.None);
        return isHeld ? due.Where(a => !a.IsHeld) : due;
    }
}

/// <summary>How a run ended.</summary>
/// <param name="Applied">Accounts worked on.</param>
/// <param name="Next">When to go on; null when nothing waits.</param>
/// <param name="Why">Why it ended, for the job's history.</param>
internal sealed record RunResult(int Applied, DateTimeOffset? Next, string Why)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Applied} accounts; {Why}.");
}
