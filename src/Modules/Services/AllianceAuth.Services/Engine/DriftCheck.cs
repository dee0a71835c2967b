using System.Text.Json;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Engine;

/// <summary>
/// Reads what a service really holds and compares it with what was applied last. What differs is taken over as applied, so the engine finds it at its next
/// look and puts it right; what is gone over there ends here, under the brake like every other removal. Goes on after a crash like a sweep.
/// </summary>
internal sealed class DriftCheck(ServicesDb db, ServiceProgress progress, ServiceRests rests, ServiceSignals signals, TimeProvider clock)
{
    /// <summary>Shown while it is under way.</summary>
    public const string Label = "services.running.read";

    /// <summary>Why an account is due that differs over there.</summary>
    public const string Cause = "services.cause.drift";

    /// <summary>Reads the next page of a pass that is wanted.</summary>
    /// <returns>Whether there is more to read, or something to put right.</returns>
    /// <exception cref="ServiceException">The service could not be read: nothing is concluded from that.</exception>
    public async Task<bool> StepAsync(ServiceConnector connector, ServiceState state, CancellationToken cancellationToken)
    {
        if (!connector.Description.Abilities.HasFlag(ServiceAbilities.Reading) || (state.ReadCursor is null && state.ReadWanted <= state.ReadDone))
        {
            return false;
        }

        var atOnce = connector.Description.ReadAtOnce;
        var states = db.States.Where(s => s.Name == state.Name);
        var goal = state.ReadCursor is null ? state.ReadWanted : state.ReadGoal;
        if (state.ReadCursor is null)
        {
            await progress.BeginAsync(state.Name, Label, cancellationToken);
        }

        var from = state.ReadCursor?.Value ?? int.MinValue;
        var page = await db.Accounts.FromSql($"SELECT * FROM services.accounts WHERE service = {state.Name} AND user_id > {from} AND groups IS NOT NULL")
            .AsNoTracking().OrderBy(a => a.UserId).Take(atOnce).ToListAsync(cancellationToken);
        if (page.Count > 0)
        {
            var actual = await ServicePatience.AskAsync(clock, limit => connector.ReadAsync([.. page.Select(a => a.ToContract())], limit), cancellationToken);
            await rests.AnsweredAsync(state, cancellationToken);
            await StoreAsync(page, actual, cancellationToken);
            await progress.AddAsync(state.Name, Label, page.Count, cancellationToken);
        }

        if (page.Count == atOnce)
        {
            UserId? cursor = page[^1].UserId;
            await states.ExecuteUpdateAsync(s => s.SetProperty(x => x.ReadGoal, goal).SetProperty(x => x.ReadCursor, cursor), cancellationToken);
            return true;
        }

        var now = clock.GetUtcNow();
        await states.ExecuteUpdateAsync(
            s => s.SetProperty(x => x.ReadDone, goal).SetProperty(x => x.ReadCursor, (UserId?)null).SetProperty(x => x.ReadAt, now), cancellationToken);
        await progress.EndAsync(state.Name, Label, cancellationToken);
        return true;
    }

    private async Task StoreAsync(List<Account> accounts, IReadOnlyList<ServiceActual> actual, CancellationToken cancellationToken)
    {
        var known = accounts.ToDictionary(a => a.UserId);
        var compared = actual.Where(a => known.ContainsKey(a.User)).Select(a => (Account: known[a.User], Actual: a, Drift: AccountDrift.Between(known[a.User], a))).ToList();
        if (compared.Count == 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var rows = compared.Select(c => new
        {
            user_id = c.Account.UserId.Value,
            drift = c.Drift.Marks,
            gone = !c.Actual.Exists,
            display = c.Actual.DisplayName,
            groups = c.Drift.Groups,
            login = c.Actual.LoginName,
            data = c.Actual.Data,
        });
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE services.accounts a SET
                checked_at = {now}, drift = x.drift,
                display_name = CASE WHEN x.gone THEN a.display_name ELSE coalesce(x.display, a.display_name) END,
                groups = CASE WHEN x.gone THEN a.groups ELSE coalesce(x.groups, a.groups) END,
                login_name = coalesce(x.login, a.login_name), data = coalesce(x.data, a.data),
                stage = CASE WHEN a.stage = {(short)AccountStage.Leaving} THEN a.stage WHEN x.gone THEN {(short)AccountStage.Gone}
                    WHEN a.stage = {(short)AccountStage.Gone} THEN {(short)AccountStage.Active} ELSE a.stage END,
                end_cause = CASE WHEN a.stage = {(short)AccountStage.Leaving} THEN a.end_cause WHEN x.gone THEN coalesce(a.end_cause, {RemovalCauses.Gone}) END,
                end_arguments = CASE WHEN x.gone OR a.stage = {(short)AccountStage.Leaving} THEN a.end_arguments ELSE ARRAY[]::text[] END,
                trouble = CASE WHEN x.turned THEN NULL ELSE a.trouble END,
                trouble_arguments = CASE WHEN x.turned THEN ARRAY[]::text[] ELSE a.trouble_arguments END,
                priority = CASE WHEN x.due AND a.mark = a.done THEN {AccountMarks.Many} ELSE a.priority END,
                due_since = CASE WHEN x.due THEN coalesce(a.due_since, {now}) ELSE a.due_since END,
                cause = CASE WHEN x.due AND a.mark = a.done THEN {Cause} ELSE a.cause END,
                mark = CASE WHEN x.due THEN a.mark + 1 ELSE a.mark END
            FROM (
                SELECT r.*, cardinality(r.drift) > 0 OR o.stage = {(short)AccountStage.Gone} AS due,
                    o.stage <> {(short)AccountStage.Leaving} AND r.gone <> (o.stage = {(short)AccountStage.Gone}) AS turned
                FROM jsonb_to_recordset({JsonSerializer.Serialize(rows)}::jsonb)
                    AS r (user_id int, drift text[], gone boolean, display text, groups text[], login text, data text)
                JOIN services.accounts o ON o.service = {accounts[0].Service} AND o.user_id = r.user_id) x
            WHERE a.service = {accounts[0].Service} AND a.user_id = x.user_id
            """,
            cancellationToken);
        // What the brake holds is found gone every night; it is told once.
        db.History.AddRange(compared.Where(c => c.Drift.Marks.Count > 0 && (c.Actual.Exists || c.Account.Stage is not AccountStage.Gone)).Select(c => c.Drift.ToHistory(c.Account, c.Actual, now)));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
        await signals.AccountsChangedAsync(
            [.. compared.Where(c => c.Account.Stage is not AccountStage.Leaving && c.Actual.Exists == c.Account.Stage is AccountStage.Gone).Select(c => c.Account.UserId)], cancellationToken);
    }
}
