using AllianceAuth.Services.Components;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Localization;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Services.Features.DeactivateService;

/// <summary>A pilot wants their account gone. Asked first, done on POST only. C-30, C-33.</summary>
internal static class DeactivateServiceEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var service in routes.Services())
        {
            var path = $"/{service.Name}/deactivate/";
            routes.MapGet(
                    path,
                    (HttpContext http, ServicesDb db, Texts texts, CancellationToken cancellationToken) =>
                        AskAsync(service, path, http, db, texts, cancellationToken))
                .ForPilotsOf(service).WithName($"{service.Name}:deactivate");
            routes.MapPost(
                    path,
                    (HttpContext http, ICurrentUser currentUser, ConnectorBook connectors, ServiceCards cards, AccountActions actions, CancellationToken cancellationToken) =>
                        ActAsync(service.Name, http, currentUser, connectors, cards, actions, cancellationToken))
                .ForPilotsOf(service);
        }
    }

    private static async Task<IResult> AskAsync(
        ServiceDescription service, string path, HttpContext http, ServicesDb db, Texts texts, CancellationToken cancellationToken)
    {
        var me = http.User.UserId;
        return await db.Accounts.AnyAsync(a => a.Service == service.Name && a.UserId == me, cancellationToken)
            ? http.Page<ConfirmPage, ConfirmView>(new ConfirmView(
                texts.Say("services.deactivate.question", service.Title), texts.Say(service.EndingText ?? ServiceCards.CommonEnding, service.Title), path, texts.Say("services.card.deactivate"))
            {
                IsDanger = true,
            })
            : TypedResults.NotFound();
    }

    private static async Task<IResult> ActAsync(
        string service, HttpContext http, ICurrentUser currentUser, ConnectorBook connectors, ServiceCards cards, AccountActions actions, CancellationToken cancellationToken)
    {
        var user = (await currentUser.FindAsync(cancellationToken))!;
        if (connectors.Find(service) is not { } connector || !await actions.DeactivateAsync(service, user.User, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        http.Flash(FlashLevel.Success, "services.deactivate.done", connector.Description.Title);
        return http.ServiceAnswer(await cards.DrawAsync(connector, user, cancellationToken));
    }
}
