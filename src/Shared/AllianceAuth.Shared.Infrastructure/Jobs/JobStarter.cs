using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Infrastructure.Jobs;

/// <summary>Queues a job by the name it has in history and settings, for admins who want it to run now.</summary>
public sealed class JobStarter(IServiceProvider services)
{
    /// <summary>Queues one run ahead of the schedule. False when no job of this version bears the name.</summary>
    public Task<bool> StartAsync(string name, CancellationToken cancellationToken) => services.GetRequiredService<JobQueue>().EnqueueByNameAsync(name, cancellationToken);
}
