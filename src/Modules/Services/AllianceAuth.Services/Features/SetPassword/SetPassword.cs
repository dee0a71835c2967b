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

namespace AllianceAuth.Services.Features.SetPassword;

/// <summary>A password that the pilot chooses. SVC-041, C-27, C-31.</summary>
internal static class SetPasswordEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var service in routes.Services().Where(s => s.Abilities.HasFlag(ServiceAbilities.Passwords)))
        {
            var path = $"/{service.Name}/set_password/";
            routes.MapGet(path, (HttpContext http, AccountActions actions, CancellationToken cancellationToken) => ShowAsync(service, http, actions, cancellationToken))
                .ForPilotsOf(service).WithName($"{service.Name}:set_password");
            routes.MapPost(
                    path,
                    (HttpContext http, AccountActions actions, CancellationToken cancellationToken) => ActAsync(service, http, actions, cancellationToken))
                .ForPilotsOf(service);
        }
    }

    private static async Task<IResult> ShowAsync(ServiceDescription service, HttpContext http, AccountActions actions, CancellationToken cancellationToken) =>
        await actions.TakesPasswordAsync(service.Name, http.User.UserId, cancellationToken)
            ? http.Page<SetPasswordPage, SetPasswordView>(ViewOf(service))
            : TypedResults.NotFound();

    private static async Task<IResult> ActAsync(ServiceDescription service, HttpContext http, AccountActions actions, CancellationToken cancellationToken)
    {
        var me = http.User.UserId;
        if (!await actions.TakesPasswordAsync(service.Name, me, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        var password = (await http.Request.ReadFormAsync(cancellationToken))["password"].ToString();
        if (password.Length is < ServicePassword.Shortest or > ServicePassword.Longest)
        {
            var error = new Refusal("services.setpassword.length", $"{ServicePassword.Shortest}", $"{ServicePassword.Longest}");
            return http.Invalid<SetPasswordPage, SetPasswordView>(ViewOf(service) with { Error = error });
        }

        if (!await actions.SetPasswordAsync(service.Name, me, password, cancellationToken))
        {
            return TypedResults.NotFound();
        }

        http.Flash(FlashLevel.Success, "services.setpassword.done", service.Title);
        return http.SeeOther($"/services/#service-{service.Name}");
    }

    private static SetPasswordView ViewOf(ServiceDescription service) => new(service.Name, service.Title, ServicePassword.Shortest, ServicePassword.Longest);
}

/// <summary>The form for a password.</summary>
/// <param name="Service">Short name of the service.</param>
/// <param name="Title">As people call it.</param>
/// <param name="Shortest">Characters it needs at least.</param>
/// <param name="Longest">Characters it may have at most.</param>
public sealed record SetPasswordView(string Service, string Title, int Shortest, int Longest)
{
    /// <summary>What is wrong with what was sent.</summary>
    public Refusal? Error { get; init; }
}
