using AllianceAuth.Services.Components;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Engine;
using AllianceAuth.Services.Features.ActivateService;
using AllianceAuth.Services.Features.CheckServices;
using AllianceAuth.Services.Features.CountServices;
using AllianceAuth.Services.Features.DeactivateService;
using AllianceAuth.Services.Features.ListAccounts;
using AllianceAuth.Services.Features.ListServices;
using AllianceAuth.Services.Features.PauseService;
using AllianceAuth.Services.Features.RehearseChanges;
using AllianceAuth.Services.Features.ReleaseBrake;
using AllianceAuth.Services.Features.ResetPassword;
using AllianceAuth.Services.Features.SearchServices;
using AllianceAuth.Services.Features.SetPassword;
using AllianceAuth.Services.Features.ShowConnection;
using AllianceAuth.Services.Features.ShowHealth;
using AllianceAuth.Services.Features.ShowHistory;
using AllianceAuth.Services.Features.SyncSelected;
using AllianceAuth.Services.Features.TestConnection;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Infrastructure.Caching;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Navigation;
using AllianceAuth.Shared.Web.Navigation;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Services;

/// <summary>The pages of pilots and admins about services.</summary>
internal static class PagesRegistration
{
    public static void AddPages(this IServiceCollection services)
    {
        services.AddScoped<AccountActions>();
        services.AddScoped<ServiceCards>();
        services.AddScoped<HealthReader>();
        services.AddScoped<DryRunReader>();
        services.AddScoped<HealthAnswers>();
        services.AddScoped<PilotNeeds>();
        services.AddScoped<HeldServices>();
        services.WarmAtStart<PilotNeeds>(async (needs, cancellationToken) => await needs.ReadPilotsAsync(cancellationToken));
        services.AddScoped<IMenuCounts, CountServicesForMenu>();
        services.AddScoped<IAttentionSource, AccountsThatNeedPilots>();
        services.AddScoped<ICommandSource, SearchServicesByTitle>();
        services.AddScoped<IAdminActions, SyncSelectedUsers>();
        services.AddSingleton(new UserPageLink(
            "services.history.link", "fa-solid fa-plug", user => HealthPaths.Pilot(user.Value), user => user.Has(ServicesPermissions.ViewHealth)));
        services.AddJob<TestConnectionJob>(TestConnectionJob.Definition);
    }

    public static void MapPages(this IEndpointRouteBuilder routes)
    {
        ListServicesEndpoint.Map(routes);
        ShowConnectionEndpoint.Map(routes);
        ActivateServiceEndpoint.Map(routes);
        DeactivateServiceEndpoint.Map(routes);
        SetPasswordEndpoint.Map(routes);
        ResetPasswordEndpoint.Map(routes);
        ShowHealthEndpoint.Map(routes);
        PauseServiceEndpoint.Map(routes);
        ReleaseBrakeEndpoint.Map(routes);
        CheckServicesEndpoint.Map(routes);
        RehearseChangesEndpoint.Map(routes);
        TestConnectionEndpoint.Map(routes);
        ListAccountsEndpoint.Map(routes);
        ShowHistoryEndpoint.Map(routes);
    }
}
