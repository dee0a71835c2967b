using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Navigation;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Modules;

/// <summary>
/// One module of the site. The host finds every implementation in the assemblies beside it, so adding a module changes no line of another.
/// The implementation is the module's table of contents and the only type it shows besides its Razor components and their views.
/// </summary>
public interface IModule
{
    /// <summary>The module's name as its folder bears it, for example <c>Authentication</c>.</summary>
    string Name { get; }

    /// <summary>Permissions this module checks, with the codenames of Alliance Auth.</summary>
    IReadOnlyList<PermissionDeclaration> Permissions => [];

    /// <summary>Entries this module adds to the sidebar.</summary>
    IReadOnlyList<MenuEntry> Menu => [];

    /// <summary>Registers the module's services, settings, database and jobs. MediatR handlers are found by the host.</summary>
    void AddServices(IServiceCollection services, IConfiguration configuration);

    /// <summary>
    /// Maps the module's endpoints. The given builder already demands a session and an antiforgery token;
    /// a public endpoint opts out by name with <c>AllowAnonymous()</c>.
    /// </summary>
    void MapEndpoints(IEndpointRouteBuilder routes);
}
