using AllianceAuth.Services.Connectors.TeamSpeak3;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Settings;
using AllianceAuth.Shared.Modules;
using AllianceAuth.Shared.Navigation;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Services;

/// <summary>Accounts of pilots on outside services, kept right by themselves.</summary>
public sealed class ServicesModule : IModule
{
    /// <inheritdoc />
    public string Name => "Services";

    /// <inheritdoc />
    public IReadOnlyList<PermissionDeclaration> Permissions => ServicesPermissions.All;

    /// <inheritdoc />
    public IReadOnlyList<MenuEntry> Menu => [];

    /// <inheritdoc />
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<ServicesSettings>(ServicesSettings.Section);
        services.AddModuleDatabase<ServicesDb>(ServicesDb.SchemaName);
        services.AddEngine();
        services.AddTeamSpeak3(configuration);
    }

    /// <inheritdoc />
    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapTeamSpeak3();
    }
}
