using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Secrets;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Engine;

/// <summary>What a pilot may ask of their own account. It is written down and the engine woken; the service itself is told by the engine.</summary>
internal sealed class AccountActions(ServicesDb db, AccountMarks marks, ServiceSignals signals, ISecretProtector protector, TimeProvider clock)
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
        db.History.Add(Asked(service, user, account.Cause, now));
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
        await TellAsync(service, user, cancellationToken);
        return true;
    }

    /// <summary>Asks for the end of an account.</summary>
    /// <returns>False when there is none.</returns>
    public Task<bool> DeactivateAsync(string service, UserId user, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return AskAsync(
            service,
            user,
            RemovalCauses.OwnWish,
            now,
            () => db.Accounts.Where(a => a.Service == service && a.UserId == user).ExecuteUpdateAsync(
                a => a.SetProperty(x => x.Stage, AccountStage.Leaving)
                    .SetProperty(x => x.Secret, (string?)null)
                    .SetProperty(x => x.DueSince, x => x.Mark > x.Done ? x.DueSince : now)
                    .SetProperty(x => x.Mark, x => x.Mark + 1)
                    .SetProperty(x => x.Priority, First)
                    .SetProperty(x => x.Cause, RemovalCauses.OwnWish)
                    .SetProperty(x => x.NextTry, (DateTimeOffset?)null),
                cancellationToken),
            cancellationToken);
    }

    /// <summary>Whether there is an account that may get another password.</summary>
    public Task<bool> TakesPasswordAsync(string service, UserId user, CancellationToken cancellationToken) => Staying(service, user).AnyAsync(cancellationToken);

    /// <summary>Asks for another password.</summary>
    /// <returns>False when there is no account, or it is about to end.</returns>
    public Task<bool> SetPasswordAsync(string service, UserId user, string password, CancellationToken cancellationToken)
    {
        const string Cause = "services.cause.password";
        var now = clock.GetUtcNow();
        var secret = protector.Protect(password);
        return AskAsync(
            service,
            user,
            Cause,
            now,
            () => Staying(service, user).ExecuteUpdateAsync(
                a => a.SetProperty(x => x.Secret, secret)
                    .SetProperty(x => x.DueSince, x => x.Mark > x.Done ? x.DueSince : now)
                    .SetProperty(x => x.Mark, x => x.Mark + 1)
                    .SetProperty(x => x.Priority, First)
                    .SetProperty(x => x.Cause, Cause)
                    .SetProperty(x => x.NextTry, (DateTimeOffset?)null),
                cancellationToken),
            cancellationToken);
    }

    private IQueryable<Account> Staying(string service, UserId user) =>
        db.Accounts.Where(a => a.Service == service && a.UserId == user && a.Stage != AccountStage.Leaving && a.Stage != AccountStage.Gone);

    private async Task<bool> AskAsync(string service, UserId user, string cause, DateTimeOffset now, Func<Task<int>> change, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        if (await change() == 0)
        {
            return false;
        }

        db.History.Add(Asked(service, user, cause, now));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        db.ChangeTracker.Clear();
        await TellAsync(service, user, cancellationToken);
        return true;
    }

    private async Task TellAsync(string service, UserId user, CancellationToken cancellationToken)
    {
        await marks.WakeAsync([service], First, cancellationToken);
        await signals.AccountChangedAsync(user, cancellationToken);
        await signals.HealthChangedAsync(cancellationToken);
    }

    private static ServiceHistory Asked(string service, UserId user, string cause, DateTimeOffset now) =>
        new() { At = now, Service = service, UserId = user, Kind = HistoryKind.Asked, Cause = cause };
}
