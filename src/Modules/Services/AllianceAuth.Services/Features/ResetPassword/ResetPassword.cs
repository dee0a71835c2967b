using AllianceAuth.Services.Components;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Localization;

namespace AllianceAuth.Services.Features.ResetPassword;

/// <summary>A password that nobody chose, shown once. SVC-042, C-32.</summary>
internal static class ResetPasswordEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var service in routes.Services().Where(s => s.Abilities.HasFlag(ServiceAbilities.Passwords)))
        {
            var path = $"/{service.Name}/reset_password/";
            routes.MapGet(
                    path,
                    (HttpContext http, AccountActions actions, IStringLocalizer<ServicesModule> texts, CancellationToken cancellationToken) =>
                        AskAsync(service, path, http, actions, texts, cancellationToken))
                .ForPilotsOf(service).WithName($"{service.Name}:reset_password");
            routes.MapPost(
                    path,
                    (HttpContext http, ICurrentUser currentUser, ConnectorBook connectors, ServiceCards cards, AccountActions actions, CancellationToken cancellationToken) =>
                        ActAsync(service.Name, http, currentUser, connectors, cards, actions, cancellationToken))
                .ForPilotsOf(service);
        }
    }

    private static async Task<IResult> AskAsync(
        ServiceDescription service, string path, HttpContext http, AccountActions actions, IStringLocalizer<ServicesModule> texts, CancellationToken cancellationToken) =>
        await actions.TakesPasswordAsync(service.Name, http.User.UserId, cancellationToken)
            ? http.Page<ConfirmPage, ConfirmView>(new ConfirmView(
                texts["services.reset.question", service.Title], texts["services.reset.consequence"], path, texts["services.card.resetpassword"]))
            : TypedResults.NotFound();

    private static async Task<IResult> ActAsync(
        string service, HttpContext http, ICurrentUser currentUser, ConnectorBook connectors, ServiceCards cards, AccountActions actions, CancellationToken cancellationToken)
    {
        var user = (await currentUser.FindAsync(cancellationToken))!;
        var password = ServicePassword.Generate();
        return connectors.Find(service) is not { } connector || !await actions.SetPasswordAsync(service, user.User, password, cancellationToken)
            ? TypedResults.NotFound()
            : http.ServiceAnswer(await cards.DrawAsync(connector, user, cancellationToken) with { Password = password });
    }
}
