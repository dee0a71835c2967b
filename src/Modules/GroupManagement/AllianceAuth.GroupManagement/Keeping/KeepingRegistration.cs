using AllianceAuth.GroupManagement.Features.KeepGroups;
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
        services.AddJob<KeepGroupsJob>(KeepGroupsJob.Definition);
        return services;
    }

    public static void MapKeeping(this IEndpointRouteBuilder routes)
    {
    }
}
