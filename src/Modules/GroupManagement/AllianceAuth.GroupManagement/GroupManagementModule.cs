using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Keeping;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Modules;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.GroupManagement;

/// <summary>Groups that pilots join by themselves, that leaders manage, and that keep themselves.</summary>
public sealed class GroupManagementModule : IModule
{
    /// <inheritdoc />
    public string Name => "GroupManagement";

    /// <inheritdoc />
    public IReadOnlyList<PermissionDeclaration> Permissions => GroupManagementPermissions.All;

    /// <inheritdoc />
    public void AddServices(IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDatabase<GroupManagementDb>(GroupManagementDb.SchemaName);
        services.AddKeeping();
    }

    /// <inheritdoc />
    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapKeeping();
    }
}
