using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Secrets;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Engine;

/// <summary>What may be asked of accounts, by their pilots or about them. It is written down and the engine woken; the service itself is told by the engine.</summary>
internal sealed class AccountActions(ServicesDb db, AccountMarks marks, ServiceSignals signals, ISecretProtector protector, IMediator mediator, TimeProvider clock)
{
    // A pilot who clicked waits for it.
    private const short First = 0;

    /// <summary>Asks for an account.</summary>
    /// <param name="service">Which service.</param>
    /// <param name="user">Whose.</param>
    /// <param name="secret">A password or one-time token to make it with; sealed until it is made, then forgotten.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>False when there is one already, be it by another click at the same moment.</returns>
    public async Task<bool> ActivateAsync(string service, UserId user, string? secret, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var account = Account.Begin(service, user, secret is null ? null : protector.Protect(secret), now);
        db.Accounts.Add(account);
        db.History.Add(Note(HistoryKind.Asked, service, user, account.Cause, [], now));
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException error) when (error.InnerException is Npgsql.PostgresException { SqlState: Npgsql.PostgresErrorCodes.UniqueViolation })
        {
            db.ChangeTracker.Clear();
            return false;
        }

        db.ChangeTracker.Clear();
        await TellAsync(service, [user], First, cancellationToken);
        return true;
    }

    /// <summary>Puts what a pilot brought, a one-time code perhaps, into their account, new or not.</summary>
    /// <param name="service">Which service.</param>
    /// <param name="user">Whose.</param>
    /// <param name="secret">What they brought; sealed until it is applied, then forgotten.</param>
    /// <param name="cause">Text key of why an account that was there is worked on.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>False when the account is about to end.</returns>
    public async Task<bool> BringSecretAsync(string service, UserId user, string secret, string cause, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var account = Account.Begin(service, user, protector.Protect(secret), now);
        return await AskAsync(
            HistoryKind.Asked,
            service,
            [],
            now,
            () => db.Database.SqlQuery<AskedRow>(
                $"""
                INSERT INTO services.accounts AS a (
                    service, user_id, stage, secret, mark, looked, done, priority, due_since, cause, activated_at,
                    login_name, display_name, wanted_login, wanted_display, wanted_groups, plan, is_approved, attempts, trouble_arguments, drift, missing)
                VALUES (
                    {service}, {user.Value}, {(short)account.Stage}, {account.Secret}, 1, 0, 0, {First}, {now}, {account.Cause}, {now},
                    '', '', '', '', ARRAY[]::text[], 0, false, 0, ARRAY[]::text[], ARRAY[]::text[], ARRAY[]::text[])
                ON CONFLICT (service, user_id) DO UPDATE SET
                    stage = CASE WHEN a.stage = {(short)AccountStage.Gone} THEN excluded.stage ELSE a.stage END,
                    secret = excluded.secret, mark = a.mark + 1, priority = {First}, cause = {cause}, next_try = NULL, attempts = 0,
                    trouble = NULL, trouble_arguments = ARRAY[]::text[], failing_since = NULL, end_cause = NULL, end_arguments = ARRAY[]::text[],
                    due_since = CASE WHEN a.mark > a.done THEN a.due_since ELSE {now} END
                WHERE a.stage <> {(short)AccountStage.Leaving}
                RETURNING user_id AS "UserId", cause AS "Cause"
                """).ToListAsync(cancellationToken),
            First,
            cancellationToken) > 0;
    }

    /// <summary>Asks for something that only the service's connector knows; it travels to the connector as the account's secret.</summary>
    /// <param name="service">Which service.</param>
    /// <param name="users">Whose; those without an account, or whose account is about to end, are left out.</param>
    /// <param name="secret">What is asked.</param>
    /// <param name="cause">Text key of why they are worked on.</param>
    /// <param name="isAnew">Whether the account is made anew: nothing of it counts as applied any more.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>How many accounts.</returns>
    public Task<int> PassSecretAsync(string service, IReadOnlyCollection<UserId> users, string secret, string cause, bool isAnew, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ids = Ids(users);
        var brought = protector.Protect(secret);
        return AskAsync(
            HistoryKind.Asked,
            service,
            [],
            now,
            () => db.Database.SqlQuery<AskedRow>(
                $"""
                UPDATE services.accounts SET
                    secret = {brought}, mark = mark + 1, priority = {First}, cause = {cause}, next_try = NULL,
                    due_since = CASE WHEN mark > done THEN due_since ELSE {now} END,
                    groups = CASE WHEN {isAnew} THEN NULL ELSE groups END,
                    stage = CASE WHEN {isAnew} THEN {(short)AccountStage.SettingUp} ELSE stage END,
                    end_cause = CASE WHEN {isAnew} THEN NULL ELSE end_cause END,
                    end_arguments = CASE WHEN {isAnew} THEN ARRAY[]::text[] ELSE end_arguments END
                WHERE service = {service} AND user_id = ANY ({ids})
                    AND stage <> {(short)AccountStage.Leaving} AND ({isAnew} OR stage <> {(short)AccountStage.Gone})
                RETURNING user_id AS "UserId", cause AS "Cause"
                """).ToListAsync(cancellationToken),
            First,
            cancellationToken);
    }

    /// <summary>Ends accounts because an admin says so: they are told, and it is noted who did it.</summary>
    /// <param name="service">Which service.</param>
    /// <param name="users">Whose; those without an account, or whose account is about to end, are left out.</param>
    /// <param name="cause">Text key of why; its placeholder is the admin's name.</param>
    /// <param name="actor">Who says so.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>How many accounts.</returns>
    public async Task<int> EndAsync(string service, IReadOnlyCollection<UserId> users, string cause, UserId actor, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ids = Ids(users);
        var priority = users.Count > AccountMarks.Few ? AccountMarks.Many : AccountMarks.Single;
        string[] arguments = [(await mediator.Send(new FindUsers([actor]), cancellationToken)).SingleOrDefault()?.Name ?? UserInfo.NameOfDeleted];
        return await AskAsync(
            HistoryKind.Ordered,
            service,
            arguments,
            now,
            () => db.Database.SqlQuery<AskedRow>(
                $"""
                UPDATE services.accounts SET
                    stage = {(short)AccountStage.Leaving}, secret = NULL, end_cause = {cause}, end_arguments = {arguments},
                    mark = mark + 1, priority = {priority}, cause = {RemovalCauses.Admin}, next_try = NULL,
                    due_since = CASE WHEN mark > done THEN due_since ELSE {now} END
                WHERE service = {service} AND user_id = ANY ({ids}) AND stage <> {(short)AccountStage.Leaving}
                RETURNING user_id AS "UserId", end_cause AS "Cause"
                """).ToListAsync(cancellationToken),
            priority,
            cancellationToken);
    }

    /// <summary>Asks for the end of an account.</summary>
    /// <returns>False when there is none.</returns>
    public async Task<bool> DeactivateAsync(string service, UserId user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return await AskAsync(
            HistoryKind.Asked,
            service,
            [],
            now,
            () => db.Database.SqlQuery<AskedRow>(
                $"""
                UPDATE services.accounts SET
                    stage = {(short)AccountStage.Leaving}, secret = NULL, end_cause = {RemovalCauses.OwnWish}, end_arguments = ARRAY[]::text[],
                    mark = mark + 1, priority = {First}, cause = {RemovalCauses.OwnWish}, next_try = NULL,
                    due_since = CASE WHEN mark > done THEN due_since ELSE {now} END
                WHERE service = {service} AND user_id = {user.Value}
                RETURNING user_id AS "UserId", cause AS "Cause"
                """).ToListAsync(cancellationToken),
            First,
            cancellationToken) > 0;
    }

    /// <summary>Whether there is an account that may get another password.</summary>
    public Task<bool> TakesPasswordAsync(string service, UserId user, CancellationToken cancellationToken) =>
        db.Accounts.AnyAsync(a => a.Service == service && a.UserId == user && a.Stage != AccountStage.Leaving && a.Stage != AccountStage.Gone, cancellationToken);

    /// <summary>Asks for another password.</summary>
    /// <returns>False when there is no account, or it is about to end.</returns>
    public async Task<bool> SetPasswordAsync(string service, UserId user, string password, CancellationToken cancellationToken)
    {
        const string Cause = "services.cause.password";
        return await PassSecretAsync(service, [user], password, Cause, isAnew: false, cancellationToken) > 0;
    }

    /// <summary>Change and history in one transaction.</summary>
    private async Task<int> AskAsync(
        HistoryKind kind,
        string service,
        IReadOnlyList<string> arguments,
        DateTimeOffset now,
        Func<Task<List<AskedRow>>> change,
        int priority,
        CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var asked = await change();
        if (asked.Count == 0)
        {
            return 0;
        }

        db.History.AddRange(asked.Select(a => Note(kind, service, new UserId(a.UserId), a.Cause, arguments, now)));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
        await TellAsync(service, [.. asked.Select(a => new UserId(a.UserId))], priority, cancellationToken);
        return asked.Count;
    }

    private async Task TellAsync(string service, IReadOnlyCollection<UserId> users, int priority, CancellationToken cancellationToken)
    {
        await marks.WakeAsync([service], priority, cancellationToken);
        await signals.AccountsChangedAsync(users, cancellationToken);
        await signals.HealthChangedAsync(cancellationToken);
    }

    private static int[] Ids(IReadOnlyCollection<UserId> users) => [.. users.Select(u => u.Value)];

    private static ServiceHistory Note(HistoryKind kind, string service, UserId user, string cause, IReadOnlyList<string> arguments, DateTimeOffset now) =>
        new() { At = now, Service = service, UserId = user, Kind = kind, Cause = cause, CauseArguments = [.. arguments] };

    private sealed record AskedRow(int UserId, string Cause);
}
