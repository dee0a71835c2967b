using AllianceAuth.Shared.Infrastructure.Postgres;

namespace AllianceAuth.Bootstrapper.Hosting;

/// <summary>Looks after the embedded database: if it is killed, it is started again within seconds and the site recovers by itself.</summary>
internal sealed class EmbeddedPostgresGuard(EmbeddedPostgres postgres, TimeProvider clock, ILogger<EmbeddedPostgresGuard> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(LookEvery, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await postgres.EnsureRunningAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                // The site stops, and its database with it.
            }
            catch (Exception error) // Whatever kept it from starting, no room for a process for example, may be over in a moment; the site must not end for it.
            {
                logger.LogError(error, "The embedded PostgreSQL could not be started. Trying again in {Delay}.", LookEvery);
            }
        }
    }
}
