using AllianceAuth.Services.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Services;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace AllianceAuth.Services.Engine;

/// <summary>Writes down how a try went: the account, its timeline and the event in one transaction. What the pilot or an event did meanwhile stays.</summary>
internal sealed class AccountBook(ServicesDb db, ServiceSignals signals, TimeProvider clock)
{
    /// <summary>Between tries of an account that failed too often.</summary>
    public static readonly TimeSpan PauseOfFailing = TimeSpan.FromHours(1);

    /// <summary>The service holds what was wanted.</summary>
    public async Task AppliedAsync(Account account, ServiceApplied applied, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var login = applied.LoginName ?? account.WantedLogin;
        var stage = applied.WaitsForPilot ? AccountStage.WaitsForPilot : AccountStage.Active;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE services.accounts SET
                login_name = {login}, display_name = {account.WantedDisplay}, groups = {account.WantedGroups}, missing = {applied.Missing.ToArray()},
                remote_id = {applied.RemoteId}, data = coalesce({applied.Data}, data),
                secret = CASE WHEN secret IS NOT DISTINCT FROM {account.Secret} THEN NULL ELSE secret END,
                stage = CASE WHEN stage = {(short)AccountStage.Leaving} THEN stage ELSE {(short)stage} END,
                done = greatest(done, {account.Looked}), due_since = CASE WHEN mark > {account.Looked} THEN due_since END,
                plan = CASE WHEN mark > {account.Looked} THEN plan ELSE 0 END,
                attempts = 0, next_try = NULL, trouble = NULL, trouble_arguments = ARRAY[]::text[], failing_since = NULL,
                applied_at = {now}, is_approved = false
            WHERE service = {account.Service} AND user_id = {account.UserId.Value}
            """,
            cancellationToken);
        var isNew = account.Groups is null;
        var entry = Note(account, isNew ? HistoryKind.Activated : HistoryKind.Changed, account.Cause, [], now);
        entry.Added = [.. account.WantedGroups.Except(account.Groups ?? [], StringComparer.Ordinal)];
        entry.Removed = [.. (account.Groups ?? []).Except(account.WantedGroups, StringComparer.Ordinal)];
        entry.OldName = account.DisplayName == account.WantedDisplay ? null : account.DisplayName;
        entry.NewName = account.DisplayName == account.WantedDisplay ? null : account.WantedDisplay;
        entry.IsCounted = account is { Plan: AccountPlan.Strip, IsApproved: false };
        db.Raise(new ServiceAccountChanged(
            Guid.CreateVersion7(), now, account.Service, account.UserId, isNew ? ServiceChange.Activated : ServiceChange.Changed, account.Cause, []));
        await CommitAsync(account, transaction, cancellationToken);
    }

    /// <summary>The service holds it no longer, and so do we.</summary>
    public async Task RemovedAsync(Account account, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (cause, arguments) = account is { Stage: AccountStage.Gone, Trouble: { } reason } ? (reason, account.TroubleArguments) : (account.Cause, []);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Accounts.Where(a => a.Service == account.Service && a.UserId == account.UserId).ExecuteDeleteAsync(cancellationToken);
        var entry = Note(account, HistoryKind.Removed, cause, arguments, now);
        entry.Removed = account.Groups ?? [];
        entry.OldName = account.DisplayName;
        entry.IsCounted = account is { IsApproved: false, Groups: not null } && cause != RemovalCauses.OwnWish;
        if (account.Groups is not null)
        {
            db.Raise(new ServiceAccountChanged(Guid.CreateVersion7(), now, account.Service, account.UserId, ServiceChange.Removed, cause, [.. arguments]));
        }

        await CommitAsync(account, transaction, cancellationToken);
    }

    /// <summary>The service knows it no longer. It is marked to be removed, so the brake is asked: a service that forgot everybody takes nobody's account.</summary>
    public async Task GoneAsync(Account account, string reason, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE services.accounts SET stage = CASE WHEN stage = {(short)AccountStage.Leaving} THEN stage ELSE {(short)AccountStage.Gone} END,
                trouble = {reason}, trouble_arguments = {arguments.ToArray()}, next_try = NULL, attempts = 0, failing_since = NULL,
                mark = mark + 1, priority = 0, cause = {RemovalCauses.Gone}, due_since = coalesce(due_since, {now})
            WHERE service = {account.Service} AND user_id = {account.UserId.Value}
            """,
            cancellationToken);
        await CommitAsync(account, transaction, cancellationToken);
    }

    /// <summary>The service refused this account, or our code failed at it.</summary>
    public async Task FailedAsync(ServiceDescription service, Account account, string reason, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var attempts = account.Attempts + 1;
        var next = now + (attempts <= service.Retries ? service.RetryPause : PauseOfFailing);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await FailAsync(account, attempts, next, reason, arguments, now, cancellationToken);
        // The first failure and the one that ends the quick tries are told; those between would only repeat it.
        if (attempts == 1 || attempts == service.Retries + 1)
        {
            Note(account, HistoryKind.Failed, reason, arguments, now);
        }

        if (attempts == service.Retries + 1)
        {
            db.Raise(new ServiceSyncFailed(Guid.CreateVersion7(), now, account.Service, account.UserId, reason, [.. arguments]));
        }

        await CommitAsync(account, transaction, cancellationToken);
    }

    /// <summary>The service did not answer for this account.</summary>
    public async Task UnansweredAsync(Account account, string reason, IReadOnlyList<string> arguments, DateTimeOffset next, CancellationToken cancellationToken)
    {
        await FailAsync(account, account.Attempts + 1, next, reason, arguments, clock.GetUtcNow(), cancellationToken);
        await signals.AccountChangedAsync(account.UserId, cancellationToken);
    }

    /// <summary>A change that came meanwhile is tried at once.</summary>
    private Task FailAsync(Account account, int attempts, DateTimeOffset next, string reason, IReadOnlyList<string> arguments, DateTimeOffset now, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            $"""
            UPDATE services.accounts SET attempts = {attempts}, next_try = CASE WHEN mark > {account.Looked} THEN NULL ELSE {next} END,
                trouble = {reason}, trouble_arguments = {arguments.ToArray()}, failing_since = coalesce(failing_since, {now})
            WHERE service = {account.Service} AND user_id = {account.UserId.Value}
            """,
            cancellationToken);

    private ServiceHistory Note(Account account, HistoryKind kind, string cause, IReadOnlyList<string> arguments, DateTimeOffset now)
    {
        var entry = new ServiceHistory { At = now, Service = account.Service, UserId = account.UserId, Kind = kind, Cause = cause, CauseArguments = [.. arguments] };
        db.History.Add(entry);
        return entry;
    }

    private async Task CommitAsync(Account account, IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        // Done over there: it is written down even while the node stops.
        await db.SaveChangesAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        db.ChangeTracker.Clear();
        await signals.AccountChangedAsync(account.UserId, cancellationToken);
    }
}
