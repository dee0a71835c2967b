using System.Globalization;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.DeleteState;

internal static class DeleteStateEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/admin/authentication/state/{id:int}/delete/", HandleAsync)
            .RequireStaff().RequirePermission(AuthenticationPermissions.DeleteState).WithName("admin:authentication_state_delete");

    private static async Task<IResult> HandleAsync(int id, HttpContext http, IMediator mediator, CancellationToken cancellationToken)
    {
        switch (await mediator.Send(new DeleteStateRequest(new StateId(id), http.User.UserId), cancellationToken))
        {
            case null:
                return TypedResults.NotFound();
            case { IsGuest: true }:
                http.Flash(FlashLevel.Warning, "authentication.state.guest.delete");
                break;
            case var done:
                http.Flash(FlashLevel.Success, "authentication.state.deleted", done.Name, done.Moved.ToString("N0", CultureInfo.CurrentCulture));
                break;
        }

        return http.SeeOther("/admin/authentication/state/");
    }
}

/// <summary>Deletes a state after moving everybody in it to the best of the others. AUTH-016.</summary>
internal sealed record DeleteStateRequest(StateId Id, UserId Actor) : IRequest<DeletedState?>;

/// <summary>What went.</summary>
internal sealed record DeletedState(string Name, int Moved, bool IsGuest);

/// <returns>Null when there is no such state.</returns>
internal sealed class DeleteStateHandler(AuthenticationDb db, AccessReader access, TimeProvider clock) : IRequestHandler<DeleteStateRequest, DeletedState?>
{
    public async Task<DeletedState?> Handle(DeleteStateRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.HoldStatesAsync(cancellationToken);
        var state = await db.States.SingleOrDefaultAsync(s => s.Id == request.Id, cancellationToken);
        if (state is null or { IsGuest: true })
        {
            return state is null ? null : new(state.Name, 0, IsGuest: true);
        }

        db.Audit.Add(new AuditEntry(AuditSubject.State, state.Id.Value, "authentication.audit.deleted", state.Name, "", request.Actor, now));
        var moved = await db.DecideStatesAsync(users: null, now, leaving: state.Id, cancellationToken);
        db.States.Remove(state);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAllAsync(cancellationToken);
        return new(state.Name, moved.Count, IsGuest: false);
    }
}
