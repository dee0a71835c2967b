using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Security;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Authentication.Features.AddCharacter;

/// <summary>Always a fresh round trip; nothing is changed by the link itself, so it may stay a link. AUTH-062.</summary>
internal static class AddCharacterEndpoint
{
    private const string Path = "/account/characters/add/";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, HandleAsync).WithName("authentication:add_character");

    private static async Task<IResult> HandleAsync(
        string? sso, HttpContext http, IMediator mediator, IOptions<LoginScopeSettings> scopes, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(sso))
        {
            var eve = await mediator.Send(
                new StartSsoRoundTrip(SsoBrowserKey.Ensure(http), Path, scopes.Value.Scopes, http.User.UserId), cancellationToken);
            return Results.Redirect(eve.AbsoluteUri);
        }

        var result = SsoBrowserKey.Find(http) is { } browser ? await mediator.Send(new TakeSsoResult(browser, sso), cancellationToken) : null;
        if (result is null)
        {
            return http.SeeOther("/dashboard/");
        }

        if (await mediator.Send(new AddCharacterRequest(http.User.UserId, result), cancellationToken) is { } refusal)
        {
            http.Flash(FlashLevel.Error, refusal);
        }
        else
        {
            http.Flash(FlashLevel.Success, "authentication.addcharacter.done", result.CharacterName);
        }

        return http.SeeOther("/dashboard/");
    }
}
