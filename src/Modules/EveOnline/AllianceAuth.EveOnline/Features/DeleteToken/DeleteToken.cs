using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Sso;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Secrets;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Features.DeleteToken;

/// <summary>A user deletes a token of theirs. Whatever happens, back to the list. AUTH-069. The old address asks on GET and acts on POST.</summary>
internal static class DeleteTokenEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/account/tokens/delete/{id:int}", HandleAsync).WithName("authentication:token_delete");
        // The list asks before it deletes; an old bookmark leads to the question.
        routes.MapGet("/account/tokens/delete/{id:int}", static (int id, HttpContext http) =>
            http.SeeOther(string.Create(CultureInfo.InvariantCulture, $"/account/tokens/manage/#token-{id}")));
    }

    private static async Task<IResult> HandleAsync(int id, HttpContext http, ClaimsPrincipal me, IMediator mediator, CancellationToken cancellationToken)
    {
        var outcome = await mediator.Send(new DeleteTokenRequest(id, me.UserId), cancellationToken);
        http.Flash(outcome.Level, outcome.Text, [.. outcome.Arguments]);
        return http.SeeOther("/account/tokens/manage/");
    }
}

internal sealed record DeleteTokenRequest(int Token, UserId User) : IRequest<FlashMessage>;

internal sealed class DeleteTokenHandler(EveOnlineDb db, TokenStore store, SsoClient sso, ISecretProtector protector, CharacterCache cache, TimeProvider clock)
    : IRequestHandler<DeleteTokenRequest, FlashMessage>
{
    public async Task<FlashMessage> Handle(DeleteTokenRequest request, CancellationToken cancellationToken)
    {
        var token = await db.Tokens.SingleOrDefaultAsync(t => t.Id == request.Token, cancellationToken);
        if (token is null)
        {
            return new FlashMessage(FlashLevel.Warning, "eveonline.tokens.missing", []);
        }

        if (token.UserId != request.User)
        {
            return new FlashMessage(FlashLevel.Error, "eveonline.tokens.foreign", []);
        }

        store.End(token, TokenEnd.Deleted, clock.GetUtcNow());
        await db.SaveChangesAsync(cancellationToken);
        await cache.DropAsync([token.CharacterId], cancellationToken);
        // The SSO may have given one refresh token to several rows; it is withdrawn with the last.
        if (token.RefreshToken is { } envelope && !await db.Tokens.AnyAsync(t => t.CharacterId == token.CharacterId, cancellationToken) && Open(envelope) is { } secret)
        {
            await sso.RevokeAsync(secret, cancellationToken);
        }

        return new FlashMessage(FlashLevel.Success, "eveonline.tokens.deleted", [token.CharacterName]);
    }

    private string? Open(string envelope)
    {
        try
        {
            return protector.Unprotect(envelope);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
