using AllianceAuth.Shared.Infrastructure.Postgres;

namespace AllianceAuth.Bootstrapper.Hosting;

/// <summary>Looks after the embedded database: if it is killed, it is started again within seconds and the site recovers by itself.</summary>
internal sealed class EmbeddedPostgresGuard(EmbeddedPostgres postgres, TimeProvider clock, ILogger<EmbeddedPostgresGuard> logger) : BackgroundService
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LookEvery, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await postgres.EnsureRunningAsync(stoppingToken);
            }
            catch (Exception error) when (error is EmbeddedPostgresException or Npgsql.NpgsqlException)
            {
                logger.LogError(error, "The embedded PostgreSQL could not be started. Trying again in {Delay}.", LookEvery);
            }
        }
    }
}
