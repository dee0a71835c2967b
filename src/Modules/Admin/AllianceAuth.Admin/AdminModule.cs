using AllianceAuth.Admin.Components;
using AllianceAuth.Admin.Data;
using AllianceAuth.Admin.Features.ActOnItems;
using AllianceAuth.Admin.Features.CleanUp;
using AllianceAuth.Admin.Features.DeleteItems;
using AllianceAuth.Admin.Features.EditItem;
using AllianceAuth.Admin.Features.FollowRun;
using AllianceAuth.Admin.Features.ListChanges;
using AllianceAuth.Admin.Features.ListItems;
using AllianceAuth.Admin.Features.RunJob;
using AllianceAuth.Admin.Features.SettleEvent;
using AllianceAuth.Admin.Features.ShowHistory;
using AllianceAuth.Admin.Features.ShowIndex;
using AllianceAuth.Admin.Features.ShowJobs;
using AllianceAuth.Admin.Features.ShowOutbox;
using AllianceAuth.Admin.Features.ShowSettings;
using AllianceAuth.Admin.Features.SuggestNames;
using AllianceAuth.Admin.Menu;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Admin;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Modules;
using AllianceAuth.Shared.Web.Navigation;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Admin;

/// <summary>The administration: every registered model's pages, the history of changes, jobs, outbox and settings.</summary>
public sealed class AdminModule : IModule
{
    /// <inheritdoc />
    public string Name => "Admin";

    /// <inheritdoc />
    public IReadOnlyList<PermissionDeclaration> Permissions => AdminPermissions.All;

    /// <inheritdoc />
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDatabase<AdminDb>(AdminDb.SchemaName);
        services.AddMenuAdministration();
        services.AddScoped<AdminDesk>();
        services.AddScoped<IAdminNames, NameDesk>();
        services.AddScoped<SpentForms>();
        services.AddScoped<ChangeReader>();
        services.AddScoped<ChangeWords>();
        services.AddSingleton<FilterChoiceCache>();
        services.AddDashboardPanel<StatusPanel>(1, DashboardWidth.Full, user => user.IsSuperuser);
        services.AddJob<RunActionJob>(RunActionJob.Definition);
        services.AddJob<CleanUpJob>(CleanUpJob.Definition);
    }

    /// <inheritdoc />
    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapMenuAdministration();
        ShowIndexEndpoint.Map(routes);
        ListItemsEndpoint.Map(routes);
        ListChangesEndpoint.Map(routes);
        EditItemEndpoint.Map(routes);
        DeleteItemsEndpoint.Map(routes);
        ActOnItemsEndpoint.Map(routes);
        FollowRunEndpoint.Map(routes);
        ShowHistoryEndpoint.Map(routes);
        SuggestNamesEndpoint.Map(routes);
        ShowJobsEndpoint.Map(routes);
        RunJobEndpoint.Map(routes);
        ShowOutboxEndpoint.Map(routes);
        SettleEventEndpoint.Map(routes);
        ShowSettingsEndpoint.Map(routes);
    }
}
