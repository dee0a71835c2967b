using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Services;
using AllianceAuth.Shared.Web.Tables;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Components;

/// <summary>Reads how all services stand: three statements for any number of accounts, and what a chosen dry run adds.</summary>
internal sealed class HealthReader(ServicesDb db, ConnectorBook connectors, DryRunReader dryRuns, IMediator mediator)
{
    /// <summary>Name of the parameter that chooses a dry run.</summary>
    public const string DryRunOf = "dry";

    private const int MostReasons = 12;
    private const char Separator = '\u001f';

    /// <summary>All services.</summary>
    public async Task<HealthView> ReadAsync(TableQuery query, AccessSnapshot user, CancellationToken cancellationToken)
    {
        var counts = await CountAsync(null, cancellationToken);
        var states = await db.States.AsNoTracking().ToDictionaryAsync(s => s.Name, cancellationToken);
        var starters = await StartersAsync([.. states.Values], cancellationToken);
        var rows = connectors.Installed
            .Select(c => RowOf(c.Description, counts.GetValueOrDefault(c.Description.Name), states.GetValueOrDefault(c.Description.Name), starters))
            .ToList();
        var failing = await FailingAsync(rows, cancellationToken);
        var dry = query.Filter(DryRunOf) is { } chosen && connectors.Find(chosen) is { } connector
            ? await dryRuns.ReadAsync(connector, states.GetValueOrDefault(chosen), query, cancellationToken)
            : null;
        return new(rows, failing, dry, user.Has(ServicesPermissions.ManageHealth), query.PageHref(query.Page));
    }

    /// <summary>One service.</summary>
    public async Task<HealthRow> ReadAsync(ServiceDescription service, CancellationToken cancellationToken)
    {
        var counts = await CountAsync(service.Name, cancellationToken);
        var state = await db.States.AsNoTracking().SingleOrDefaultAsync(s => s.Name == service.Name, cancellationToken);
        return RowOf(service, counts.GetValueOrDefault(service.Name), state, await StartersAsync(state is null ? [] : [state], cancellationToken));
    }

    /// <summary>Names of those who asked for what is under way; no statement while nothing is.</summary>
    private async Task<Dictionary<UserId, string>> StartersAsync(IReadOnlyList<ServiceState> states, CancellationToken cancellationToken)
    {
        UserId[] users = [.. states.Select(StarterOf).OfType<UserId>().Distinct()];
        return users.Length == 0 ? [] : (await mediator.Send(new FindUsers(users), cancellationToken)).ToDictionary(u => u.User, u => u.Name);
    }

    private static UserId? StarterOf(ServiceState state) => state.Running switch
    {
        DryRunJob.Label => state.DryRunFor,
        AccountSweep.Label => state.SweepFor,
        _ => null,
    };

    private static HealthRow RowOf(ServiceDescription service, CountRow? counts, ServiceState? state, Dictionary<UserId, string> starters) =>
        new(
            service.Name,
            service.Title,
            service.Icon,
            ServiceHealths.Of(state, counts?.Due ?? 0, counts?.Drift ?? 0),
            counts is null ? HealthCounts.None : new(counts.Should, counts.Exist, counts.Due, counts.Failing, counts.Drift))
        {
            CanRead = service.Abilities.HasFlag(ServiceAbilities.Reading),
            CheckedAt = state?.SweptAt,
            ReadAt = state?.ReadAt,
            Held = state?.HeldSince is { } since ? new(since, Math.Max(state.HeldCount, counts?.Held ?? 0), state.HeldGone, state.HeldAllowed, counts?.LatestHeld?.UtcTicks ?? 0) : null,
            Running = state?.Running is { } running ? RunningOf(state, running, starters) : null,
            IsPaused = state?.IsFrozen ?? false,
            PausedBy = state?.FrozenBy,
            Trouble = state?.Trouble is { } trouble ? new Refusal(trouble, state.TroubleArguments) : null,
            DownSince = state?.DownSince,
            RestsUntil = state?.RestsUntil,
        };

    private static RunningWork RunningOf(ServiceState state, string running, Dictionary<UserId, string> starters) =>
        new(running, state.RunningSince, state.RunningDone, state.RunningTotal, StarterOf(state) is { } starter ? starters.GetValueOrDefault(starter) : null);

    private async Task<Dictionary<string, CountRow>> CountAsync(string? service, CancellationToken cancellationToken)
    {
        var rows = await db.Database.SqlQuery<CountRow>(
            $"""
            SELECT service AS "Service",
                count(*) FILTER (WHERE plan <> {(short)AccountPlan.Remove} AND stage NOT IN ({(short)AccountStage.Leaving}, {(short)AccountStage.Gone}))::int AS "Should",
                count(*) FILTER (WHERE groups IS NOT NULL)::int AS "Exist",
                count(*) FILTER (WHERE mark > done)::int AS "Due",
                count(*) FILTER (WHERE mark > done AND trouble IS NOT NULL)::int AS "Failing",
                count(*) FILTER (WHERE cardinality(drift) > 0)::int AS "Drift",
                count(*) FILTER (WHERE is_held)::int AS "Held",
                max(held_at) FILTER (WHERE is_held) AS "LatestHeld"
            FROM services.accounts
            WHERE {service}::text IS NULL OR service = {service}
            GROUP BY service
            """).ToListAsync(cancellationToken);
        return rows.ToDictionary(r => r.Service, StringComparer.Ordinal);
    }

    private async Task<IReadOnlyList<FailingReason>> FailingAsync(List<HealthRow> services, CancellationToken cancellationToken)
    {
        var found = await db.Database.SqlQuery<ReasonRow>(
            $"""
            SELECT service AS "Service", trouble AS "Trouble", array_to_string(trouble_arguments, chr(31)) AS "Arguments", count(*)::int AS "Count", min(next_try) AS "NextTry"
            FROM services.accounts
            WHERE mark > done AND trouble IS NOT NULL
            GROUP BY service, trouble, trouble_arguments
            ORDER BY count(*) DESC
            LIMIT {MostReasons}
            """).ToListAsync(cancellationToken);
        return
        [
            .. services.Where(s => s.Trouble is not null).Select(s => new FailingReason(s.Service, s.Title, s.Icon, 0, s.Trouble!, s.RestsUntil)),
            .. from reason in found
               join service in services on reason.Service equals service.Service
               select new FailingReason(service.Service, service.Title, service.Icon, reason.Count, new Refusal(reason.Trouble, reason.Arguments.Split(Separator)), reason.NextTry),
        ];
    }

    private sealed record CountRow(string Service, int Should, int Exist, int Due, int Failing, int Drift, int Held, DateTimeOffset? LatestHeld);

    private sealed record ReasonRow(string Service, string Trouble, string Arguments, int Count, DateTimeOffset? NextTry);
}
