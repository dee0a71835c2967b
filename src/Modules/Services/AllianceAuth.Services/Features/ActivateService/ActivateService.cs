using AllianceAuth.Services.Components;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Services;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Services.Features.ActivateService;

/// <summary>A pilot wants an account. One that has a password gets one that nobody chose, shown once. SVC-038, C-29.</summary>
internal static class ActivateServiceEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var service in routes.Services().Where(s => s.ActivatePath is null))
        {
            var path = $"/{service.Name}/activate/";
            routes.MapGet(path, (HttpContext http, ConnectorBook connectors, IStringLocalizer<ServicesModule> texts) => Ask(service, path, http, connectors, texts))
                .ForPilotsOf(service).WithName($"{service.Name}:activate");
            routes.MapPost(
                    path,
                    (HttpContext http, ICurrentUser currentUser, ConnectorBook connectors, ServiceCards cards, AccountActions actions, CancellationToken cancellationToken) =>
                        ActAsync(service.Name, http, currentUser, connectors, cards, actions, cancellationToken))
                .ForPilotsOf(service);
        }
    }

    private static IResult Ask(ServiceDescription service, string path, HttpContext http, ConnectorBook connectors, IStringLocalizer<ServicesModule> texts) =>
        connectors.Find(service.Name) is null
            ? TypedResults.NotFound()
            : http.Page<ConfirmPage, ConfirmView>(new ConfirmView(
                texts["services.activate.question", service.Title], texts["services.activate.consequence"], path, texts["services.card.activate"]));

    private static async Task<IResult> ActAsync(
        string service, HttpContext http, ICurrentUser currentUser, ConnectorBook connectors, ServiceCards cards, AccountActions actions, CancellationToken cancellationToken)
    {
        if (connectors.Find(service) is not { } connector)
        {
            return TypedResults.NotFound();
        }

        var user = (await currentUser.FindAsync(cancellationToken))!;
        var password = connector.Description.Abilities.HasFlag(ServiceAbilities.Passwords) ? ServicePassword.Generate() : null;
        var isNew = await actions.ActivateAsync(service, user.User, password, cancellationToken);
        var card = await cards.DrawAsync(connector, user, cancellationToken);
        if (!isNew)
        {
            var code = card.Standing is ServiceStanding.Leaving ? "services.activate.leaving" : "services.activate.exists";
            return http.ServiceAnswer(card with { Refusal = new Refusal(code, connector.Description.Title) });
        }

        http.Flash(FlashLevel.Success, "services.activate.done", connector.Description.Title);
        return http.ServiceAnswer(card with { Password = password });
    }
}
