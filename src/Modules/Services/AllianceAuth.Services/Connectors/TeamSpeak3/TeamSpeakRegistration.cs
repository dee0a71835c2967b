using AllianceAuth.Services.Connectors.TeamSpeak3.Mapping;
using AllianceAuth.Services.Connectors.TeamSpeak3.Query;
using AllianceAuth.Services.Connectors.TeamSpeak3.Verify;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Shared.Services;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Services.Connectors.TeamSpeak3;

internal static class TeamSpeakRegistration
{
    public static void AddTeamSpeak3(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<TeamSpeak3Settings>(TeamSpeak3Settings.Section);
        services.AddSingleton<QueryDesk>();
        services.AddScoped<PatientDesk>();
        services.AddScoped<MappedGroups>();
        services.AddScoped<TeamSpeakAccounts>();
        services.AddScoped<TeamSpeakAsks>();
        services.AddScoped<TeamSpeakTest>();
        services.AddServiceConnector<TeamSpeak3Connector>();
        TeamSpeakAdmin.Add(services);

        var isInstalled = configuration.ReadSettings<TeamSpeak3Settings>(TeamSpeak3Settings.Section).Host.Length > 0;
        services.AddJob<RefreshGroupsJob>(RefreshGroupsJob.Definition with { Schedule = isInstalled ? RefreshGroupsJob.Schedule : null });
        services.AddJob<LookForPilotsJob>(LookForPilotsJob.Definition with { Schedule = isInstalled ? LookForPilotsJob.Schedule : null });
    }

    public static void MapTeamSpeak3(this IEndpointRouteBuilder routes)
    {
        VerifyAccountEndpoint.Map(routes);
        ResetKeyEndpoint.Map(routes);
        RefreshGroupsEndpoint.Map(routes);
    }
}
