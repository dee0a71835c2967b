using AllianceAuth.Services.Connectors.Discord;
using AllianceAuth.Services.Connectors.Discord.Linking;
using AllianceAuth.Services.Connectors.Example;
using AllianceAuth.Services.Connectors.Mumble;
using AllianceAuth.Services.Connectors.Mumble.Guests;
using AllianceAuth.Services.Connectors.TeamSpeak3;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Engine;
using AllianceAuth.Services.Features.EditNameFormat;
using AllianceAuth.Services.Features.FormatFleet;
using AllianceAuth.Services.Features.SendBroadcast;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Jobs;
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
    internal const string PilotEntry = "services.services";
    internal const string HealthEntry = "services.health";
    internal const string BroadcastEntry = "services.broadcast";

    private bool _hasMumble;

    /// <inheritdoc />
    public string Name => "Services";

    /// <inheritdoc />
    public IReadOnlyList<PermissionDeclaration> Permissions => ServicesPermissions.All;

    /// <inheritdoc />
    public IReadOnlyList<MenuEntry> Menu =>
    [
        // SVC-039: order 100, only for those who may use a service.
        new(PilotEntry, "services.list.title", "fa-solid fa-plug", "/services/", 100) { OnlyWhenCounted = true },
        new(HealthEntry, "services.health.title", "fa-solid fa-heart-pulse", "/services/health/", 60)
        {
            Section = MenuSection.Staff,
            VisibleTo = user => user.Has(ServicesPermissions.ViewHealth),
        },
        // Only where a service can send.
        new(BroadcastEntry, "services.broadcast.title", "fa-solid fa-bullhorn", SendBroadcastEndpoint.Path) { Section = MenuSection.Fleets, OnlyWhenCounted = true },
        new("services.fleetformatter", "services.fleet.title", "fa-solid fa-align-left", FormatFleetEndpoint.Path) { Section = MenuSection.Fleets, VisibleTo = ServicesPermissions.MayBroadcast },
        new("services.mumble.links", "services.mumble.links.title", "fa-solid fa-link", GuestLinksEndpoint.Path, 110)
        {
            VisibleTo = user => _hasMumble && user.Has(MumblePermissions.CreateLinks),
        },
    ];

    /// <inheritdoc />
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<ServicesSettings>(ServicesSettings.Section);
        services.AddModuleDatabase<ServicesDb>(ServicesDb.SchemaName);
        services.AddNameFormats();
        services.AddScoped<BroadcastDesk>();
        services.AddJob<SendBroadcastJob>(SendBroadcastJob.Definition);
        services.AddEngine();
        services.AddPages();
        services.AddExample();
        services.AddDiscord(configuration);
        _hasMumble = services.AddMumble(configuration);
        services.AddTeamSpeak3(configuration);
    }

    /// <inheritdoc />
    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapPages();
        FormatFleetEndpoint.Map(routes);
        SendBroadcastEndpoint.Map(routes);
        LinkEndpoints.Map(routes);
        GuestLinksEndpoint.Map(routes);
        JoinAsGuestEndpoint.Map(routes);
        routes.MapTeamSpeak3();
    }
}
