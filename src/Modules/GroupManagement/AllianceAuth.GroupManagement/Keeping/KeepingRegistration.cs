using AllianceAuth.GroupManagement.Features.AdministerAutogroups;
using AllianceAuth.GroupManagement.Features.EditSmartGroup;
using AllianceAuth.GroupManagement.Features.ExplainSmartGroup;
using AllianceAuth.GroupManagement.Features.KeepGroups;
using AllianceAuth.GroupManagement.Features.ReleaseHeld;
using AllianceAuth.Shared.Groups;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Infrastructure.Settings;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.GroupManagement.Keeping;

/// <summary>What groups that keep themselves need.</summary>
internal static class KeepingRegistration
{
    public static IServiceCollection AddKeeping(this IServiceCollection services)
    {
        services.AddSettings<SmartGroupSettings>(SmartGroupSettings.Section);
        services.AddScoped<AutogroupKeeper>();
        services.AddScoped<AutogroupNames>();
        services.AddScoped<FilterJudge>();
        services.AddScoped<SmartGroupReader>();
        services.AddScoped<SmartGroupKeeper>();
        services.AddScoped<SmartGate>();
        services.AddScoped<SmartNotices>();
        services.AddScoped<HeldReader>();
        services.AddScoped<FilterWords>();
        services.AddScoped<IAutomaticGroups, AutomaticGroups>();
        services.AddAutogroupAdmin();
        services.AddSmartGroupAdmin();
        services.AddJob<KeepGroupsJob>(KeepGroupsJob.Definition);
        services.AddJob<FollowRenamesJob>(FollowRenamesJob.Definition);
        return services;
    }

    public static void MapKeeping(this IEndpointRouteBuilder routes)
    {
        ExplainSmartGroupEndpoint.Map(routes);
        ReleaseHeldEndpoint.Map(routes);
        EditSmartGroupEndpoint.Map(routes);
    }
}
