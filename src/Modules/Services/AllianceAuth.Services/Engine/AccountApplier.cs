using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Secrets;
using AllianceAuth.Shared.Services;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Services.Engine;

/// <summary>Asks the connector to carry out what is planned for one account, and has written down how it went.</summary>
internal sealed partial class AccountApplier(AccountBook book, ISecretProtector protector, TimeProvider clock, ILogger<AccountApplier> logger)
{
    private const string Fault = "services.trouble.fault";

    /// <summary>Others go first after a rest that this account brought about.</summary>
    private static readonly TimeSpan PauseOfUnanswered = TimeSpan.FromMinutes(1);

    /// <summary>Tries it.</summary>
    /// <returns>Null when the account is settled, or rests by itself with the reason shown; otherwise the trouble of the service as a whole.</returns>
    public async Task<ServiceException?> ApplyAsync(ServiceConnector connector, Account account, ServiceState state, CancellationToken cancellationToken)
    {
        ServiceApplied? applied;
        try
        {
            applied = await AskAsync(connector, account, cancellationToken);
        }
        catch (ServiceException trouble) when (trouble.Trouble is ServiceTrouble.Gone)
        {
            await book.GoneAsync(account, trouble.Reason, trouble.Arguments);
            return null;
        }
        catch (ServiceException trouble) when (trouble.Trouble is ServiceTrouble.Refused || IsAloneIn(trouble, account, state))
        {
            await book.FailedAsync(connector.Description, account, trouble.Reason, trouble.Arguments);
            return null;
        }
        catch (ServiceException trouble)
        {
            return trouble;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            // A connector's fault is one account's: the others go on.
            LogFault(logger, fault, account.Service, account.UserId.Value);
            await book.FailedAsync(connector.Description, account, Fault, []);
            return null;
        }

        try
        {
            await (applied is null ? book.RemovedAsync(account) : book.AppliedAsync(account, applied));
        }
        catch (Exception fault)
        {
            // What this one service said cannot be stored: it is asked again, and stops nobody else meanwhile. Without a database this is not stored either.
            LogUnwritten(logger, fault, account.Service, account.UserId.Value);
            await book.FailedAsync(connector.Description, account, Fault, []);
        }

        return null;
    }

    /// <summary>An account that was not answered comes after others when the service's rest is over: it alone may be the reason.</summary>
    public Task PutBehindAsync(Account account, ServiceException trouble, DateTimeOffset until) =>
        trouble.Trouble is ServiceTrouble.Down ? book.UnansweredAsync(account, trouble.Reason, trouble.Arguments, until + PauseOfUnanswered) : Task.CompletedTask;

    /// <summary>A service that answers for everybody else and never for this one does not keep the others waiting.</summary>
    private static bool IsAloneIn(ServiceException trouble, Account account, ServiceState state) =>
        trouble.Trouble is ServiceTrouble.Down && account.Attempts >= ServiceRests.MissesThatOpen && state.Misses == 0;

    /// <returns>What the service holds now; null when it holds nothing any more.</returns>
    private Task<ServiceApplied?> AskAsync(ServiceConnector connector, Account account, CancellationToken cancellationToken)
    {
        if (account.Plan is AccountPlan.Create && !AccountPlanner.HasName(account.Wanted, connector.Description.Abilities))
        {
            throw ServiceException.Refused("services.trouble.noname");
        }

        return ServicePatience.AskAsync<ServiceApplied?>(
            clock,
            async limit =>
            {
                if (account.Plan is AccountPlan.Remove)
                {
                    await connector.RemoveAsync(account.ToContract(), limit);
                    return null;
                }

                var secret = account.Secret is null ? null : protector.Unprotect(account.Secret);
                return await connector.ApplyAsync(account.ToContract(secret), account.Wanted, limit);
            },
            cancellationToken);
    }

    [LoggerMessage(LogLevel.Error, "The connector of {Service} failed at the account of user {User}.")]
    private static partial void LogFault(ILogger logger, Exception fault, string service, int user);

    [LoggerMessage(LogLevel.Error, "What {Service} did about the account of user {User} could not be written down.")]
    private static partial void LogUnwritten(ILogger logger, Exception fault, string service, int user);
}
