using AllianceAuth.Services.Components;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Services.Features.ListServices;

/// <summary>A pilot's services, one card each. SVC-035, SVC-037.</summary>
internal static class ListServicesEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/services/", HandleAsync).RequireMain().WithName("services:services");

    private static async Task<IResult> HandleAsync(HttpContext http, ICurrentUser currentUser, ServiceCards cards, CancellationToken cancellationToken)
    {
        var user = (await currentUser.FindAsync(cancellationToken))!;
        return http.PageOr<ServicesPage, ServiceGrid, ServicesView>(new ServicesView(await cards.DrawAsync(user, cancellationToken)));
    }
}
