using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Shared.Infrastructure.Caching;

/// <summary>Reads at the start of a node what all pages share, so that no pilot's first page waits for it.</summary>
internal sealed class WarmUp<TReader>(IServiceScopeFactory scopes, Func<TReader, CancellationToken, Task> read, ILogger<WarmUp<TReader>> logger) : IHostedService
    where TReader : notnull
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await read(scope.ServiceProvider.GetRequiredService<TReader>(), cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The first page reads it instead.
            logger.LogWarning(e, "{Reader} was not read ahead.", typeof(TReader).Name);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Registers what is read at the start of a node.</summary>
public static class WarmUpRegistration
{
    /// <summary>Has a cached answer that all users share read when a node starts.</summary>
    /// <param name="services">The services.</param>
    /// <param name="read">Asks for it. A fault is logged and stops nothing.</param>
    public static IServiceCollection WarmAtStart<TReader>(this IServiceCollection services, Func<TReader, CancellationToken, Task> read)
        where TReader : notnull =>
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<WarmUp<TReader>>(provider, read));
}
