using AllianceAuth.Services.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Secrets;
using AllianceAuth.Shared.Services;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Services.Engine;

/// <summary>Carries out what is planned for one account and writes down how it went, both names and groups and the event in one transaction.</summary>
internal sealed partial class AccountApplier(ServicesDb db, ISecretProtector protector, ServiceSignals signals, TimeProvider clock, ILogger<AccountApplier> logger)
{
    public static readonly TimeSpan PauseOfFailing = TimeSpan.FromHours(1);

    /// <summary>Tries it.</summary>
    /// <returns>Null when the account is settled or rests by itself; otherwise the trouble of the service as a whole.</returns>
    public async Task<ServiceException?> ApplyAsync(ServiceConnector connector, Account account, CancellationToken cancellationToken)
    {
        try
        {
            if (account.Plan is AccountPlan.Remove)
            {
                await connector.RemoveAsync(account.ToContract(), cancellationToken);
                await RemovedAsync(account, account.Cause, [], cancellationToken);
            }
            else
            {
                var secret = account.Secret is null ? null : protector.Unprotect(account.Secret);
                var applied = await connector.ApplyAsync(account.ToContract(secret), account.Wanted, cancellationToken);
                await AppliedAsync(account, applied, cancellationToken);
            }

            return null;
        }
        catch (ServiceException trouble) when (trouble.Trouble is ServiceTrouble.Gone)
        {
            await RemovedAsync(account, trouble.Reason, trouble.Arguments, cancellationToken);
            return null;
        }
        catch (ServiceException trouble) when (trouble.Trouble is ServiceTrouble.Refused)
        {
            await FailedAsync(connector.Description, account, trouble.Reason, trouble.Arguments, cancellationToken);
            return null;
        }
        catch (ServiceException trouble)
        {
            return trouble;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogFault(logger, fault, account.Service, account.UserId.Value);
            await FailedAsync(connector.Description, account, "services.trouble.fault", [], cancellationToken);
            return null;
        }
    }

    private async Task AppliedAsync(Account account, ServiceApplied applied, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var login = applied.LoginName ?? account.WantedLogin;
        var stage = applied.WaitsForPilot ? AccountStage.WaitsForPilot : AccountStage.Active;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // What the pilot or an event did meanwhile stays: another mark, another secret, the wish to leave.
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE services.accounts SET
                login_name = {login}, display_name = {account.WantedDisplay}, groups = {account.WantedGroups},
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

    private async Task RemovedAsync(Account account, string cause, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Accounts.Where(a => a.Service == account.Service && a.UserId == account.UserId).ExecuteDeleteAsync(cancellationToken);
        var entry = Note(account, HistoryKind.Removed, cause, arguments, now);
        entry.Removed = account.Groups ?? [];
        entry.OldName = account.DisplayName;
        entry.IsCounted = account is { Plan: AccountPlan.Remove, IsApproved: false, Groups: not null } && cause != RemovalCauses.OwnWish;
        if (account.Groups is not null || account.Plan is not AccountPlan.Remove)
        {
            db.Raise(new ServiceAccountChanged(Guid.CreateVersion7(), now, account.Service, account.UserId, ServiceChange.Removed, cause, [.. arguments]));
        }

        await CommitAsync(account, transaction, cancellationToken);
    }

    private async Task FailedAsync(ServiceDescription service, Account account, string reason, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var attempts = account.Attempts + 1;
        var next = now + (attempts <= service.Retries ? service.RetryPause : PauseOfFailing);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"""
            UPDATE services.accounts SET attempts = {attempts}, next_try = {next}, trouble = {reason}, trouble_arguments = {arguments.ToArray()},
                failing_since = coalesce(failing_since, {now})
            WHERE service = {account.Service} AND user_id = {account.UserId.Value}
            """,
            cancellationToken);
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

    private ServiceHistory Note(Account account, HistoryKind kind, string cause, IReadOnlyList<string> arguments, DateTimeOffset now)
    {
        var entry = new ServiceHistory { At = now, Service = account.Service, UserId = account.UserId, Kind = kind, Cause = cause, CauseArguments = [.. arguments] };
        db.History.Add(entry);
        return entry;
    }

    private async Task CommitAsync(Account account, Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction transaction, CancellationToken cancellationToken)
    {
        // Done over there: it is written down even while the node stops.
        await db.SaveChangesAsync(CancellationToken.None);
        await transaction.CommitAsync(CancellationToken.None);
        db.ChangeTracker.Clear();
        await signals.AccountChangedAsync(account.UserId, cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "The connector of {Service} failed at the account of user {User}.")]
    private static partial void LogFault(ILogger logger, Exception fault, string service, int user);
}
