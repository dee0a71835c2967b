using System.Reflection;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Outbox;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace AllianceAuth.Shared.Infrastructure;

/// <summary>Registers what every module stands on.</summary>
public static class InfrastructureRegistration
{
    /// <summary>Database, outbox and MediatR for the given assemblies (modules and their contracts).</summary>
    /// <param name="services">The container.</param>
    /// <param name="connectionString">PostgreSQL, the embedded one or the operator's.</param>
    /// <param name="assemblies">Assemblies that hold handlers and events.</param>
    public static IServiceCollection AddDatabaseAndEvents(this IServiceCollection services, Func<IServiceProvider, string> connectionString, IReadOnlyList<Assembly> assemblies)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new NpgsqlDataSourceBuilder(connectionString(provider))
            .UseLoggerFactory(provider.GetService<ILoggerFactory>())
            .Build());
        services.AddSingleton<StatementCounter>();
        services.AddSingleton<MigrationRunner>();
        services.AddSingleton<OutboxSignal>();
        services.AddSingleton<OutboxSignalInterceptor>();
        foreach (var assembly in assemblies.Append(typeof(ChangeRecorded).Assembly))
        {
            services.AddSingleton(EventTypes.In(assembly));
        }

        services.AddSingleton(provider => new OutboxDispatcher(
            provider.GetRequiredService<IServiceScopeFactory>(),
            provider.GetRequiredService<OutboxSignal>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetServices<ModuleDatabase>(),
            provider.GetServices<EventTypes>(),
            provider.GetRequiredService<ILogger<OutboxDispatcher>>()));
        services.AddHostedService(provider => provider.GetRequiredService<OutboxDispatcher>());
        services.AddScoped(provider => new OutboxBrowser(
            provider,
            provider.GetRequiredService<NpgsqlDataSource>(),
            provider.GetServices<ModuleDatabase>(),
            provider.GetRequiredService<OutboxSignal>(),
            provider.GetRequiredService<TimeProvider>()));
        return services.AddMediator(assemblies);
    }

    private static IServiceCollection AddMediator(this IServiceCollection services, IReadOnlyList<Assembly> assemblies)
    {
        services.AddScoped<ServiceFactory>(provider => provider.GetRequiredService);
        services.AddScoped<IMediator, Mediator>();
        return services.Scan(scan => scan
            .FromAssemblies(assemblies)
            .AddClasses(classes => classes.AssignableTo(typeof(IRequestHandler<,>)), publicOnly: false)
            .AsImplementedInterfaces()
            .WithScopedLifetime()
            .AddClasses(classes => classes.AssignableTo(typeof(INotificationHandler<>)), publicOnly: false)
            .AsImplementedInterfaces()
            .WithScopedLifetime());
    }
}
