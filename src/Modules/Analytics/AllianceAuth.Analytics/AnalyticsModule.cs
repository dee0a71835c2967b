using AllianceAuth.Analytics.Data;
using AllianceAuth.Analytics.Domain;
using AllianceAuth.Analytics.Features.AgreeToSend;
using AllianceAuth.Analytics.Features.EditToken;
using AllianceAuth.Analytics.Features.ListTokens;
using AllianceAuth.Analytics.Features.RenewIdentifier;
using AllianceAuth.Analytics.Features.SendStatistics;
using AllianceAuth.Analytics.Sending;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Http;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Shared.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Analytics;

/// <summary>Anonymous usage statistics for receivers an admin has agreed to, and for nobody by default.</summary>
public sealed class AnalyticsModule : IModule
{
    /// <inheritdoc />
    public string Name => "Analytics";

    /// <inheritdoc />
    public IReadOnlyList<PermissionDeclaration> Permissions => AnalyticsPermissions.All;

    /// <inheritdoc />
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<AnalyticsSettings>(AnalyticsSettings.Section);
        services.AddModuleDatabase<AnalyticsDb>(AnalyticsDb.SchemaName);
        services.AddScoped<UsageCatalog>();
        services.AddScoped<UsageQueue>();
        services.AddScoped<UsageClient>();
        services.AddScoped<TokenForms>();
        services.AddHostedService<WarnOfDebugSending>();
        services.AddOutsideClient(UsageClient.HttpClientName, (_, client) =>
        {
            client.Timeout = UsageClient.Timeout;
            // The usual user agent names the site and its operator. ANA-030.
            client.DefaultRequestHeaders.UserAgent.Clear();
            client.DefaultRequestHeaders.UserAgent.ParseAdd($"AllianceAuth/{UsageCatalog.Version}");
        });
        services.AddAdminSection("analytics", "analytics.app.analytics");
        // List and form are the module's own; deleting, history and index are everybody's.
        services.AddAdmin<AnalyticsDb, AnalyticsToken>("analytics", "analyticstokens", admin => admin
            .Named("analytics.tokens.title", "analytics.token.title")
            .Icon("fa-solid fa-chart-simple")
            .Called(t => t.Name)
            .Column("analytics.token.name", t => t.Name, c => c.Head())
            .GoesWith<SentEvent>("analytics.sent.records")
            .OwnForm());
        services.AddJob<SendStatisticsJob>(SendStatisticsJob.Definition);
        services.AddJob<SendEventJob>(SendEventJob.Definition);
    }

    /// <inheritdoc />
    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        ListTokensEndpoint.Map(routes);
        EditTokenEndpoint.Map(routes);
        AgreeToSendEndpoint.Map(routes);
        RenewIdentifierEndpoint.Map(routes);
    }
}
