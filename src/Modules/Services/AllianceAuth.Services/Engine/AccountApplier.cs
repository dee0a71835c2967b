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

    /// <summary>Tries it. The account is then settled, or rests by itself with the reason shown.</summary>
    /// <exception cref="ServiceException">Trouble of the service as a whole.</exception>
    public async Task ApplyAsync(ServiceConnector connector, Account account, ServiceState state, CancellationToken cancellationToken)
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
        catch (ServiceException trouble) when (trouble.Trouble is ServiceTrouble.Down)
        {
            // A service that answers for everybody else and never for this one does not keep the others waiting.
            if (account.Attempts >= ServiceRests.MissesThatOpen && state.Misses == 0)
            {
                await book.FailedAsync(connector.Description, account, trouble.Reason, trouble.Arguments, cancellationToken);
                return;
            }

            await book.UnansweredAsync(account, trouble.Reason, trouble.Arguments, cancellationToken);
            throw;
        }
        catch (Exception fault) when (fault is not ServiceException && !cancellationToken.IsCancellationRequested)
        {
            LogFault(logger, fault, account.Service, account.UserId.Value);
            await book.FailedAsync(connector.Description, account, "services.trouble.fault", [], cancellationToken);
        }
    }

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
