using AllianceAuth.EveOnline.Data;
using AllianceAuth.EveOnline.Domain;
using AllianceAuth.EveOnline.Sso;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Secrets;
using AllianceAuth.Shared.Web.Security;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.EveOnline.Features.FinishSsoLogin;

/// <summary>Where EVE sends the browser back to. The code is redeemed here and not in a job: the pilot waits for it.</summary>
internal static class FinishSsoLoginEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/sso/callback/", HandleAsync).WithName("esi:callback").AllowAnonymous();

    private static async Task<IResult> HandleAsync(HttpContext http, IMediator mediator, CancellationToken cancellationToken, string? code = null, string? state = null, string? error = null)
    {
        var outcome = await mediator.Send(new FinishSsoLoginRequest(SsoBrowserKey.Find(http), code, state, error, http.User.FindUserId()), cancellationToken);
        if (outcome.GoTo is not { } address)
        {
            return SsoProblemAnswer.Of(http, outcome);
        }

        // The address carries the ticket.
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.LocalRedirect(address);
    }
}

/// <param name="BrowserKey">Of the browser that came; null when it has none.</param>
/// <param name="Code">Good for one exchange.</param>
/// <param name="State">Ours, brought back.</param>
/// <param name="Error">What the SSO says went wrong.</param>
/// <param name="User">Who is signed in now.</param>
internal sealed record FinishSsoLoginRequest(string? BrowserKey, string? Code, string? State, string? Error, UserId? User) : IRequest<SsoLoginOutcome>;

/// <summary>Either the address to go on to, or what went wrong.</summary>
/// <param name="GoTo">Local address with the ticket.</param>
/// <param name="Problem">Text key of the problem.</param>
/// <param name="Status">HTTP status of the problem's page.</param>
/// <param name="Retry">Local address that starts over.</param>
internal sealed record SsoLoginOutcome(string? GoTo, string? Problem, int Status, string? Retry)
{
    public static SsoLoginOutcome Failed(string problem, int status, string? retry = null) => new(null, problem, status, retry);
}

internal sealed class FinishSsoLoginHandler(
    EveOnlineDb db, SsoClient sso, AccessTokenVerifier verifier, TokenStore store, ISecretProtector protector, TimeProvider clock, ILogger<FinishSsoLoginHandler> logger)
    : IRequestHandler<FinishSsoLoginRequest, SsoLoginOutcome>
{
    public async Task<SsoLoginOutcome> Handle(FinishSsoLoginRequest request, CancellationToken cancellationToken)
    {
        var isCancelled = string.Equals(request.Error, "access_denied", StringComparison.Ordinal);
        if (string.IsNullOrEmpty(request.State) || (string.IsNullOrEmpty(request.Code) && string.IsNullOrEmpty(request.Error)))
        {
            return SsoLoginOutcome.Failed("eveonline.sso.incomplete", StatusCodes.Status400BadRequest);
        }

        if (request.BrowserKey is null || await ClaimAsync(request.State, request.BrowserKey, cancellationToken) is not { } trip)
        {
            return SsoLoginOutcome.Failed("eveonline.sso.unknown", StatusCodes.Status404NotFound);
        }

        if (string.IsNullOrEmpty(request.Code))
        {
            return isCancelled
                ? SsoLoginOutcome.Failed("eveonline.sso.cancelled", StatusCodes.Status200OK, trip.ReturnPath)
                : SsoLoginOutcome.Failed("eveonline.sso.refused", StatusCodes.Status400BadRequest, trip.ReturnPath);
        }

        if (trip.UserId is { } starter && starter != request.User)
        {
            // Two people at one browser: the character would go to whoever left, not to whoever is here.
            return SsoLoginOutcome.Failed("eveonline.sso.otheruser", StatusCodes.Status409Conflict);
        }

        return await sso.RedeemAsync(request.Code, protector.Unprotect(trip.Verifier), cancellationToken) switch
        {
            TokenAnswer.Granted granted => await StoreAsync(trip, granted, cancellationToken),
            TokenAnswer.Rejected rejected => Refuse(rejected.Reason, trip),
            _ => SsoLoginOutcome.Failed("eveonline.sso.down", StatusCodes.Status503ServiceUnavailable, trip.ReturnPath),
        };
    }

    /// <summary>Takes the round trip of this state and browser; the same address opened twice finds it taken. AUTH-034.</summary>
    private async Task<RoundTrip?> ClaimAsync(string state, string browserKey, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (stateHash, browserHash) = (Pkce.Hash(state), Pkce.Hash(browserKey));
        var oldest = now - RoundTrip.Lifetime;
        return (await db.RoundTrips.FromSql(
            $"""
            UPDATE eveonline.round_trips SET claimed_at = {now}
            WHERE state_hash = {stateHash} AND browser_hash = {browserHash} AND claimed_at IS NULL AND created_at > {oldest}
            RETURNING *
            """).ToListAsync(cancellationToken)).SingleOrDefault();
    }

    private SsoLoginOutcome Refuse(string reason, RoundTrip trip)
    {
        logger.LogInformation("The SSO did not accept a code: {Reason}", reason);
        return SsoLoginOutcome.Failed("eveonline.sso.code", StatusCodes.Status400BadRequest, trip.ReturnPath);
    }

    private async Task<SsoLoginOutcome> StoreAsync(RoundTrip trip, TokenAnswer.Granted granted, CancellationToken cancellationToken)
    {
        if (await verifier.VerifyAsync(granted.AccessToken, cancellationToken) is not { } identity)
        {
            // AUTH-038: nothing is stored. The verifier has written down why.
            return SsoLoginOutcome.Failed("eveonline.sso.unverified", StatusCodes.Status502BadGateway, trip.ReturnPath);
        }

        var ticket = Pkce.NewSecret();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await store.LockCharacterAsync(identity.CharacterId, cancellationToken);
        var (token, isNew) = await store.StoreAsync(identity, granted, trip.UserId, cancellationToken);
        trip.TicketHash = Pkce.Hash(ticket);
        trip.TokenId = token.Id;
        trip.TokenIsNew = isNew;
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new SsoLoginOutcome(trip.ReturnAddress(ticket), null, 0, null);
    }
}
