using AllianceAuth.Authentication.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Changes;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.DeleteState;

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

        new ChangeTrail(db, "authentication", "state", request.Actor, now).Record(state.Id, state.Name, ChangeKind.Deleted);
        var moved = await db.DecideStatesAsync(users: null, now, leaving: state.Id, cancellationToken);
        db.States.Remove(state);
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAllAsync(cancellationToken);
        return new(state.Name, moved.Count, IsGuest: false);
    }
}
