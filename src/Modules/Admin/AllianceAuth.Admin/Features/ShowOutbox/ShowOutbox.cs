using AllianceAuth.Shared.Infrastructure.Outbox;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Admin.Features.ShowOutbox;

/// <summary>Events that could not be delivered: those that rest, and those that are tried again. Their contents stay unseen.</summary>
internal static class ShowOutboxEndpoint
{
    private const int MostOfEach = 100;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/admin/outbox/", HandleAsync).RequireSuperuser().WithName("admin:outbox");

    private static async Task<IResult> HandleAsync(HttpContext http, OutboxBrowser outbox, CancellationToken cancellationToken) =>
        http.Page<OutboxPage, OutboxView>(new OutboxView(await outbox.ListAsync(MostOfEach, cancellationToken)));
}

/// <summary>The page of events in trouble.</summary>
/// <param name="Events">The events.</param>
public sealed record OutboxView(IReadOnlyList<TroubledEvent> Events);
