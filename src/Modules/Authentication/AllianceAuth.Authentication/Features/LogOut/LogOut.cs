using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Sessions;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AllianceAuth.Authentication.Features.LogOut;

internal static class LogOutEndpoint
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        // The old address was a plain link: it asks now, and the button acts.
        routes.MapGet("/account/logout/", (HttpContext http) => http.Page<LogOutPage>()).WithName("authentication:logout");
        routes.MapPost("/account/logout/", OneAsync);
        routes.MapPost("/account/logout/everywhere/", EverywhereAsync).WithName("authentication:logout_everywhere");
    }

    private static async Task<IResult> OneAsync(HttpContext http, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await Session.CloseAsync(http);
        return http.SeeOther("/dashboard/");
    }

    private static async Task<IResult> EverywhereAsync(HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        await mediator.Send(new EndSessionsRequest(http.User.UserId), cancellationToken);
        await Session.CloseAsync(http);
        http.Flash(FlashLevel.Success, "authentication.logout.everywhere.done");
        return http.SeeOther("/account/login/");
    }
}

/// <summary>Signs a user out of every browser.</summary>
internal sealed record EndSessionsRequest(UserId User) : IRequest;

internal sealed class EndSessionsHandler(AuthenticationDb db, AccessReader access, TimeProvider clock) : IRequestHandler<EndSessionsRequest, Unit>
{
    public async Task<Unit> Handle(EndSessionsRequest request, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        foreach (var user in await db.HoldUsersAsync([request.User], cancellationToken))
        {
            user.EndSessions(clock.GetUtcNow());
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAsync([request.User], cancellationToken);
        return Unit.Value;
    }
}
