using AllianceAuth.Admin.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Modules;
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
    }

    /// <inheritdoc />
    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
    }
}
