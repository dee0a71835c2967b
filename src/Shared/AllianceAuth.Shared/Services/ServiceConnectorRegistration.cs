using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Services;

/// <summary>Registers connectors of outside services.</summary>
public static class ServiceConnectorRegistration
{
    /// <summary>Adds a service to the site. The connector lives as long as one request or one run of a job.</summary>
    public static IServiceCollection AddServiceConnector<TConnector>(this IServiceCollection services)
        where TConnector : ServiceConnector =>
        services.AddScoped<TConnector>().AddScoped<ServiceConnector>(provider => provider.GetRequiredService<TConnector>());
}
