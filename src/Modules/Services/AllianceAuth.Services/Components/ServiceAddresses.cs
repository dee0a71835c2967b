using AllianceAuth.Shared.Services;
using AllianceAuth.Shared.Web.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Services.Components;

/// <summary>The services of the site at the time its addresses are mapped: each gets pages of its own below its name.</summary>
internal static class ServiceAddresses
{
    /// <summary>What each registered service is, installed or not.</summary>
    public static IReadOnlyList<ServiceDescription> Services(this IEndpointRouteBuilder routes)
    {
        using var scope = routes.ServiceProvider.CreateScope();
        return [.. scope.ServiceProvider.GetServices<ServiceConnector>().Select(c => c.Description)];
    }

    /// <summary>Only for those who may have an account there, and have a main. SVC-040, C-4, C-5.</summary>
    public static RouteHandlerBuilder ForPilotsOf(this RouteHandlerBuilder endpoint, ServiceDescription service) =>
        endpoint.RequirePermission(service.AccessPermission).RequireMain();
}
