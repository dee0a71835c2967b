using AllianceAuth.Authentication.Data;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using AllianceAuth.Shared.Web.Security;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Authentication.Features.ChangeMain;

/// <summary>Choose among one's own characters, or sign in with another one. AUTH-040, AUTH-064 to AUTH-066.</summary>
internal static class ChangeMainEndpoint
{
    private const string Path = "/account/characters/main/";

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, ShowAsync).WithName("authentication:change_main_character");
        routes.MapPost(Path, ChooseAsync);
        routes.MapPost($"{Path}sso/", StartAsync).WithName("authentication:change_main_sso");
    }

    private static async Task<IResult> ShowAsync(string? sso, HttpContext http, AccessReader access, IMediator mediator, CancellationToken cancellationToken)
    {
        if (!string.IsNullOrEmpty(sso))
        {
            return await FinishAsync(sso, http, mediator, cancellationToken);
        }

        var me = (await access.FindAsync(http.User.UserId, cancellationToken))!.Snapshot;
        var owned = await mediator.Send(new FindCharacters(me.Characters), cancellationToken);
        var choices = owned.Select(c => new MainChoice(c.CharacterId, c.Name, c.CorporationTicker, c.CorporationName, c.CharacterId == me.Main?.CharacterId));
        return http.Page<ChangeMainPage, ChangeMainView>(new ChangeMainView([.. choices.OrderBy(c => c.Name, StringComparer.CurrentCulture)]));
    }

    private static async Task<IResult> ChooseAsync([FromForm] long? character, HttpContext http, IMediator mediator, CancellationToken cancellationToken) =>
        character is { } id
            ? Tell(http, await mediator.Send(new ChangeMainRequest(http.User.UserId, id, Proof: null), cancellationToken))
            : http.SeeOther(Path);

    private static async Task<IResult> StartAsync(HttpContext http, IMediator mediator, IOptions<LoginScopeSettings> scopes, CancellationToken cancellationToken)
    {
        var eve = await mediator.Send(
            new StartSsoRoundTrip(SsoBrowserKey.Ensure(http), Path, scopes.Value.Scopes, http.User.UserId), cancellationToken);
        return Results.Redirect(eve.AbsoluteUri);
    }

    private static async Task<IResult> FinishAsync(string ticket, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        var proof = SsoBrowserKey.Find(http) is { } browser ? await mediator.Send(new TakeSsoResult(browser, ticket), cancellationToken) : null;
        return proof is null
            ? http.SeeOther(Path)
            : Tell(http, await mediator.Send(new ChangeMainRequest(http.User.UserId, proof.CharacterId, proof), cancellationToken));
    }

    private static IResult Tell(HttpContext http, ChangeMainResult result)
    {
        if (result.Refusal is { } refusal)
        {
            http.Flash(FlashLevel.Error, refusal);
        }
        else
        {
            http.Flash(FlashLevel.Success, "authentication.changemain.done", result.Name);
        }

        return http.SeeOther("/dashboard/");
    }
}

/// <summary>Whom a user can make their main.</summary>
/// <param name="Characters">Their characters, by name.</param>
public sealed record ChangeMainView(IReadOnlyList<MainChoice> Characters);

/// <summary>One character to choose.</summary>
/// <param name="CharacterId">EVE id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Ticker">Ticker of its corporation.</param>
/// <param name="Corporation">Name of its corporation.</param>
/// <param name="IsMain">Whether it is the main now.</param>
public sealed record MainChoice(long CharacterId, string Name, string Ticker, string Corporation, bool IsMain);
