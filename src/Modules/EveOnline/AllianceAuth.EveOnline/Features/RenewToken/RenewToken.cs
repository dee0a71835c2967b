using System.Security.Claims;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Sso;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Features.RenewToken;

/// <summary>A user has a token of theirs renewed, and reads at once whether EVE still accepts it. AUTH-069, AUTH-070.</summary>
internal static class RenewTokenEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/account/tokens/refresh/{id:int}", HandleAsync).WithName("authentication:token_refresh");
        routes.MapGet("/account/tokens/refresh/{id:int}", static (int id, HttpContext http) => http.SeeOther($"/account/tokens/manage/#token-{id}"));
    }

    private static async Task<IResult> HandleAsync(int id, HttpContext http, ClaimsPrincipal me, IMediator mediator, CancellationToken cancellationToken)
    {
        var outcome = await mediator.Send(new RenewTokenRequest(id, me.UserId), cancellationToken);
        http.Flash(outcome.Level, outcome.Text, [.. outcome.Arguments]);
        return http.SeeOther("/account/tokens/manage/");
    }
}

internal sealed record RenewTokenRequest(int Token, UserId User) : IRequest<FlashMessage>;

internal sealed class RenewTokenHandler(EveOnlineDb db, TokenVault vault) : IRequestHandler<RenewTokenRequest, FlashMessage>
{
    public async Task<FlashMessage> Handle(RenewTokenRequest request, CancellationToken cancellationToken)
    {
        var token = await db.Tokens.AsNoTracking().SingleOrDefaultAsync(t => t.Id == request.Token, cancellationToken);
        if (token is null)
        {
            return new FlashMessage(FlashLevel.Warning, "eveonline.tokens.missing", []);
        }

        if (token.UserId != request.User)
        {
            return new FlashMessage(FlashLevel.Error, "eveonline.tokens.foreign", []);
        }

        return await vault.RefreshAsync(token.Id, force: true, cancellationToken) switch
        {
            RefreshOutcome.Renewed or RefreshOutcome.StillValid => new FlashMessage(FlashLevel.Success, "eveonline.tokens.renewed", [token.CharacterName]),
            RefreshOutcome.Rejected { Reason.Length: 0 } => new FlashMessage(FlashLevel.Warning, "eveonline.tokens.rejected.silent", [token.CharacterName]),
            RefreshOutcome.Rejected rejected => new FlashMessage(FlashLevel.Warning, "eveonline.tokens.rejected", [token.CharacterName, rejected.Reason]),
            RefreshOutcome.CharacterSold => new FlashMessage(FlashLevel.Warning, "eveonline.tokens.sold", [token.CharacterName]),
            RefreshOutcome.NotRenewable => new FlashMessage(FlashLevel.Warning, "eveonline.tokens.notrenewable", [token.CharacterName]),
            RefreshOutcome.Gone => new FlashMessage(FlashLevel.Warning, "eveonline.tokens.missing", []),
            var other => new FlashMessage(FlashLevel.Warning, "eveonline.tokens.unreachable", [((RefreshOutcome.Unreachable)other).Reason]),
        };
    }
}
