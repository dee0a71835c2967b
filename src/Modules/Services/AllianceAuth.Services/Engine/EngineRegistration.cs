using AllianceAuth.Services.Data;
using AllianceAuth.Shared.Infrastructure.Jobs;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Services.Engine;

internal static class EngineRegistration
{
    public static void AddEngine(this IServiceCollection services)
    {
        services.AddScoped<ConnectorBook>();
        services.AddSingleton(provider =>
        {
            using var scope = provider.CreateScope();
            return InstalledServices.Of(scope.ServiceProvider.GetRequiredService<ConnectorBook>());
        });
        services.AddScoped<NameFormatBook>();
        services.AddScoped<AccountMarks>();
        services.AddScoped<AccountLooker>();
        services.AddScoped<AccountApplier>();
        services.AddScoped<AccountBook>();
        services.AddScoped<DriftCheck>();
        services.AddScoped<AccountSweep>();
        services.AddScoped<BrakeKeeper>();
        services.AddScoped<ServiceProgress>();
        services.AddScoped<ServiceRests>();
        services.AddScoped<ServiceSignals>();
        services.AddScoped<ServiceRun>();
        services.AddSingleton(ServiceSignals.Mine);
        services.AddSingleton(ServiceSignals.Health);
        services.AddJob<KeepServiceJob>(KeepServiceJob.Definition);
        services.AddJob<WakeServicesJob>(WakeServicesJob.Definition);
        services.AddJob<SweepServicesJob>(SweepServicesJob.Definition);
        services.AddJob<ReadServicesJob>(ReadServicesJob.Definition);
        services.AddJob<DryRunJob>(DryRunJob.Definition);
        services.AddJob<PruneServiceHistoryJob>(PruneServiceHistoryJob.Definition);
    }
}
