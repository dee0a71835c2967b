using AllianceAuth.Services.Components;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Features.ShowConnection;

/// <summary>How a pilot gets to their account, for the part that stands beside a new password: without the password.</summary>
internal static class ShowConnectionEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/services/{service}/connection/", HandleAsync).RequireMain().WithName("services:connection");

    private static async Task<IResult> HandleAsync(
        string service, HttpContext http, ICurrentUser currentUser, ServicesDb db, ConnectorBook connectors, CancellationToken cancellationToken)
    {
        var user = (await currentUser.FindAsync(cancellationToken))!;
        if (connectors.Find(service) is not { } connector)
        {
            return TypedResults.NotFound();
        }

        var account = await db.Accounts.AsNoTracking().SingleOrDefaultAsync(a => a.Service == service && a.UserId == user.User, cancellationToken);
        return account is null or { Stage: AccountStage.Leaving }
            ? http.Fragment<CredentialsGone, ConnectionView>(ServiceCards.ConnectionOf(connector, user, null), orElse: "/services/")
            : http.Fragment<ConnectionPart, ConnectionView>(ServiceCards.ConnectionOf(connector, user, account), orElse: "/services/");
    }
}
