using AllianceAuth.Services.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Services;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Engine;

/// <summary>Writes down how a try went: the account, its timeline and the event in one transaction. What the pilot or an event did meanwhile stays.</summary>
internal sealed class AccountBook(ServicesDb db, ServiceSignals signals, TimeProvider clock)
{
    /// <summary>Between tries of an account that failed too often.</summary>
    public static readonly TimeSpan PauseOfFailing = TimeSpan.FromHours(1);

    /// <summary>The service holds what was wanted.</summary>
    public async Task AppliedAsync(Account account, ServiceApplied applied)
    {
        var now = clock.GetUtcNow();
        var login = applied.LoginName ?? account.WantedLogin;
        var stage = applied.WaitsForPilot ? AccountStage.WaitsForPilot : AccountStage.Active;
        await WriteAsync(
            account,
            () => db.Database.ExecuteSqlAsync(
                $"""
                UPDATE services.accounts SET
                    login_name = {login}, display_name = {account.WantedDisplay}, groups = {account.WantedGroups}, missing = {applied.Missing.ToArray()},
                    remote_id = {applied.RemoteId}, data = coalesce({applied.Data}, data),
                    secret = CASE WHEN secret IS NOT DISTINCT FROM {account.Secret} THEN NULL ELSE secret END,
                    stage = CASE WHEN stage = {(short)AccountStage.Leaving} THEN stage ELSE {(short)stage} END,
                    done = greatest(done, {account.Looked}), due_since = CASE WHEN mark > {account.Looked} THEN due_since END,
                    plan = CASE WHEN mark > {account.Looked} THEN plan ELSE 0 END,
                    attempts = 0, next_try = NULL, trouble = NULL, trouble_arguments = ARRAY[]::text[], failing_since = NULL,
                    applied_at = {now}, held_at = NULL, is_approved = false
                WHERE service = {account.Service} AND user_id = {account.UserId.Value} AND done = {account.Done} AND activated_at = {account.ActivatedAt}
                """),
            () =>
            {
                var isNew = account.Groups is null;
                var entry = Note(account, isNew ? HistoryKind.Activated : HistoryKind.Changed, account.Cause, [], now);
                entry.Added = [.. account.WantedGroups.Except(account.Groups ?? [], StringComparer.Ordinal)];
                entry.Removed = [.. (account.Groups ?? []).Except(account.WantedGroups, StringComparer.Ordinal)];
                entry.OldName = account.DisplayName == account.WantedDisplay ? null : account.DisplayName;
                entry.NewName = account.DisplayName == account.WantedDisplay ? null : account.WantedDisplay;
                entry.IsCounted = account is { Plan: AccountPlan.Strip, IsApproved: false };
                db.Raise(new ServiceAccountChanged(
                    Guid.CreateVersion7(), now, account.Service, account.UserId, isNew ? ServiceChange.Activated : ServiceChange.Changed, account.Cause, []));
            },
            applied.WaitsForPilot);
    }

    /// <summary>The service holds it no longer, and so do we.</summary>
    public async Task RemovedAsync(Account account)
    {
        var now = clock.GetUtcNow();
        var (cause, arguments) = account.EndCause is { } reason ? (reason, account.EndArguments) : (account.Cause, []);
        await WriteAsync(
            account,
            () => db.Accounts
                .Where(a => a.Service == account.Service && a.UserId == account.UserId && a.Done == account.Done && a.ActivatedAt == account.ActivatedAt)
                .ExecuteDeleteAsync(),
            () =>
            {
                var entry = Note(account, HistoryKind.Removed, cause, arguments, now);
                entry.Removed = account.Groups ?? [];
                entry.OldName = account.DisplayName;
                entry.IsCounted = account is { IsApproved: false, Groups: not null, Stage: not AccountStage.Leaving };
                if (account.Groups is not null)
                {
                    db.Raise(new ServiceAccountChanged(Guid.CreateVersion7(), now, account.Service, account.UserId, ServiceChange.Removed, cause, [.. arguments]));
                }
            });
    }

    /// <summary>The service knows it no longer. It is marked to be removed, so the brake is asked: a service that forgot everybody takes nobody's account.</summary>
    public async Task GoneAsync(Account account, string reason, IReadOnlyList<string> arguments)
    {
        var now = clock.GetUtcNow();
        await WriteAsync(
            account,
            () => db.Database.ExecuteSqlAsync(
                $"""
                UPDATE services.accounts SET stage = CASE WHEN stage = {(short)AccountStage.Leaving} THEN stage ELSE {(short)AccountStage.Gone} END,
                    end_cause = CASE WHEN stage = {(short)AccountStage.Leaving} THEN end_cause ELSE {reason} END,
                    end_arguments = CASE WHEN stage = {(short)AccountStage.Leaving} THEN end_arguments ELSE {arguments.ToArray()} END,
                    trouble = NULL, trouble_arguments = ARRAY[]::text[], next_try = NULL, attempts = 0, failing_since = NULL,
                    mark = mark + 1, priority = 0, cause = {RemovalCauses.Gone}, due_since = coalesce(due_since, {now})
                WHERE service = {account.Service} AND user_id = {account.UserId.Value} AND done = {account.Done} AND activated_at = {account.ActivatedAt}
                """),
            () => { });
    }

    /// <summary>The service refused this account, or our code failed at it.</summary>
    public async Task FailedAsync(ServiceDescription service, Account account, string reason, IReadOnlyList<string> arguments)
    {
        var now = clock.GetUtcNow();
        var attempts = account.Attempts + 1;
        var next = now + (attempts <= service.Retries ? service.RetryPause : PauseOfFailing);
        await WriteAsync(
            account,
            () => FailAsync(account, attempts, next, reason, arguments, now),
            () =>
            {
                // The first failure and the one that ends the quick tries are told; those between would only repeat it.
                if (attempts == 1 || attempts == service.Retries + 1)
                {
                    Note(account, HistoryKind.Failed, reason, arguments, now);
                }

                if (attempts == service.Retries + 1)
                {
                    db.Raise(new ServiceSyncFailed(Guid.CreateVersion7(), now, account.Service, account.UserId, reason, [.. arguments]));
                }
            },
            needsPilot: true);
    }

    /// <summary>The service did not answer for this account.</summary>
    public Task UnansweredAsync(Account account, string reason, IReadOnlyList<string> arguments, DateTimeOffset next) =>
        WriteAsync(account, () => FailAsync(account, account.Attempts + 1, next, reason, arguments, clock.GetUtcNow()), () => { }, needsPilot: true);

    /// <summary>A change that came meanwhile is tried at once.</summary>
    private Task<int> FailAsync(Account account, int attempts, DateTimeOffset next, string reason, IReadOnlyList<string> arguments, DateTimeOffset now) =>
        db.Database.ExecuteSqlAsync(
            $"""
            UPDATE services.accounts SET attempts = {attempts}, next_try = CASE WHEN mark > {account.Looked} THEN NULL ELSE {next} END,
                trouble = {reason}, trouble_arguments = {arguments.ToArray()}, failing_since = coalesce(failing_since, {now})
            WHERE service = {account.Service} AND user_id = {account.UserId.Value} AND done = {account.Done} AND activated_at = {account.ActivatedAt}
            """);

    private ServiceHistory Note(Account account, HistoryKind kind, string cause, IReadOnlyList<string> arguments, DateTimeOffset now)
    {
        var entry = new ServiceHistory { At = now, Service = account.Service, UserId = account.UserId, Kind = kind, Cause = cause, CauseArguments = [.. arguments] };
        db.History.Add(entry);
        return entry;
    }

    /// <summary>The account, and what is told of it, or neither. It is done over there, so it is written down even while the node stops.</summary>
    private async Task WriteAsync(Account account, Func<Task<int>> change, Action tell, bool needsPilot = false)
    {
        // What an earlier try could not save is not this one's to save.
        db.ChangeTracker.Clear();
        await using (var transaction = await db.Database.BeginTransactionAsync(CancellationToken.None))
        {
            if (await change() == 0)
            {
                // Another node did it meanwhile, and told.
                return;
            }

            tell();
            await db.SaveChangesAsync(CancellationToken.None);
            await transaction.CommitAsync(CancellationToken.None);
        }

        db.ChangeTracker.Clear();
        await signals.AccountsChangedAsync([account.UserId], CancellationToken.None, needsPilot && account.Trouble is null);
    }
}
