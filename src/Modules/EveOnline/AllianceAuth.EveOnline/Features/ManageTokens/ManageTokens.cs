using System.Security.Claims;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.EveOnline.Features.ManageTokens;

/// <summary>A user's own tokens. AUTH-068.</summary>
internal static class ManageTokensEndpoint
{
    public const string Path = "/account/tokens/manage/";

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, HandleAsync).WithName("authentication:token_management");

    private static async Task<IResult> HandleAsync(HttpContext http, ClaimsPrincipal me, IMediator mediator, CancellationToken cancellationToken) =>
        http.Page<TokensPage, TokensView>(await mediator.Send(new ManageTokensRequest(me.UserId), cancellationToken));
}

internal sealed record ManageTokensRequest(UserId User) : IRequest<TokensView>;

internal sealed class ManageTokensHandler(EveOnlineDb db, ICurrentUser currentUser, IMediator mediator) : IRequestHandler<ManageTokensRequest, TokensView>
{
    public async Task<TokensView> Handle(ManageTokensRequest request, CancellationToken cancellationToken)
    {
        var tokens = await db.Tokens.AsNoTracking().Where(t => t.UserId == request.User).OrderByDescending(t => t.CreatedAt).ToListAsync(cancellationToken);
        var main = (await currentUser.FindAsync(cancellationToken))?.Main?.CharacterId;
        var characters = (await mediator.Send(new FindCharacters([.. tokens.Select(t => t.CharacterId).Distinct()]), cancellationToken)).ToDictionary(c => c.CharacterId);
        var groups = tokens
            .GroupBy(t => t.CharacterId)
            .Select(g => new TokenCharacterView(
                g.Key,
                characters.GetValueOrDefault(g.Key)?.Name ?? g.First().CharacterName,
                characters.GetValueOrDefault(g.Key)?.CorporationTicker ?? "",
                [.. g.Select(t => ViewOf(t, tokens, main))]))
            .OrderBy(c => c.Name, StringComparer.OrdinalIgnoreCase);
        return new TokensView([.. groups]);
    }

    private static TokenView ViewOf(SsoToken token, List<SsoToken> all, long? main)
    {
        var isLast = token.BacksOwnership && !all.Exists(o => o.Id != token.Id && o.BacksOwnership && string.Equals(o.OwnerHash, token.OwnerHash, StringComparison.Ordinal));
        var loss = !isLast ? TokenLoss.Nothing : token.CharacterId == main ? TokenLoss.Main : TokenLoss.Character;
        var health = token.Status == TokenStatus.Valid ? TokenHealth.Valid : TokenHealth.Rejected;
        return new TokenView(token.Id, token.Scopes, health, token.RejectionReason, token.CreatedAt, token.RefreshedAt, loss);
    }
}
