using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Secrets;
using AllianceAuth.Shared.Services;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Services.Engine;

/// <summary>Asks the connector to carry out what is planned for one account, and has written down how it went.</summary>
internal sealed partial class AccountApplier(AccountBook book, ISecretProtector protector, TimeProvider clock, ILogger<AccountApplier> logger)
{
    /// <summary>A call that takes longer counts as no answer, whatever the connector waits for.</summary>
    public static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(2);

    /// <summary>Others go first after a rest that this account brought about.</summary>
    private static readonly TimeSpan PauseOfUnanswered = TimeSpan.FromMinutes(1);

    /// <summary>Tries it.</summary>
    /// <returns>Null when the account is settled, or rests by itself with the reason shown; otherwise the trouble of the service as a whole.</returns>
    public async Task<ServiceException?> ApplyAsync(ServiceConnector connector, Account account, ServiceState state, CancellationToken cancellationToken)
    {
        try
        {
            await TryAsync(connector, account, cancellationToken);
        }
        catch (ServiceException trouble) when (trouble.Trouble is ServiceTrouble.Gone)
        {
            await book.GoneAsync(account, trouble.Reason, trouble.Arguments, cancellationToken);
        }
        catch (ServiceException trouble) when (trouble.Trouble is ServiceTrouble.Refused)
        {
            await book.FailedAsync(connector.Description, account, trouble.Reason, trouble.Arguments, cancellationToken);
        }
        catch (ServiceException trouble) when (trouble.Trouble is ServiceTrouble.Down && account.Attempts >= ServiceRests.MissesThatOpen && state.Misses == 0)
        {
            // A service that answers for everybody else and never for this one does not keep the others waiting.
            await book.FailedAsync(connector.Description, account, trouble.Reason, trouble.Arguments, cancellationToken);
        }
        catch (ServiceException trouble)
        {
            return trouble;
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogFault(logger, fault, account.Service, account.UserId.Value);
            await book.FailedAsync(connector.Description, account, "services.trouble.fault", [], cancellationToken);
        }

        return null;
    }

    /// <summary>An account that was not answered comes after others when the service's rest is over: it alone may be the reason.</summary>
    public Task PutBehindAsync(Account account, ServiceException trouble, DateTimeOffset until, CancellationToken cancellationToken) =>
        trouble.Trouble is ServiceTrouble.Down
            ? book.UnansweredAsync(account, trouble.Reason, trouble.Arguments, until + PauseOfUnanswered, cancellationToken)
            : Task.CompletedTask;

    private async Task TryAsync(ServiceConnector connector, Account account, CancellationToken cancellationToken)
    {
        if (account.Plan is not AccountPlan.Remove && !AccountPlanner.HasName(account.Wanted, connector.Description.Abilities))
        {
            throw ServiceException.Refused("services.trouble.noname");
        }

        using var patience = new CancellationTokenSource(LongestCall, clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            if (account.Plan is AccountPlan.Remove)
            {
                await connector.RemoveAsync(account.ToContract(), limit.Token);
                await book.RemovedAsync(account, cancellationToken);
                return;
            }

            var secret = account.Secret is null ? null : protector.Unprotect(account.Secret);
            var applied = await connector.ApplyAsync(account.ToContract(secret), account.Wanted, limit.Token);
            await book.AppliedAsync(account, applied, cancellationToken);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw ServiceException.Down("services.trouble.unreachable", late);
        }
    }

    [LoggerMessage(LogLevel.Error, "The connector of {Service} failed at the account of user {User}.")]
    private static partial void LogFault(ILogger logger, Exception fault, string service, int user);
}
