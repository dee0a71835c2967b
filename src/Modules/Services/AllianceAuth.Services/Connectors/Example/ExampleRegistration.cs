using AllianceAuth.Shared.Infrastructure.Http;
using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Shared.Services;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Services.Connectors.Example;

internal static class ExampleRegistration
{
    /// <summary>All that a connector needs besides its own class: settings, an HTTP client with the site's manners, its place among the services, and its list in the administration.</summary>
    public static void AddExample(this IServiceCollection services)
    {
        services.AddSettings<ExampleSettings>(ExampleSettings.Section);
        services.AddOutsideClient(ExampleConnector.HttpClientName);
        services.AddServiceConnector<ExampleConnector>();
        services.AddServiceAccounts("example", "services.example.accounts", "services.example.account");
    }
}
