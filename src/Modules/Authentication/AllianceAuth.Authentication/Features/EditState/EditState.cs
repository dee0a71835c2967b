using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Results;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Features.EditState;

/// <summary>Makes a state, or changes one, and decides everybody anew. AUTH-009 to AUTH-015, AUTH-021.</summary>
/// <param name="Id">Which; null for a new one.</param>
/// <param name="Revision">The edit the form was made from.</param>
/// <param name="Name">Its name.</param>
/// <param name="Priority">Higher wins.</param>
/// <param name="IsPublic">Fits everybody.</param>
/// <param name="Members">All entries of its lists.</param>
/// <param name="Permissions">All permissions it grants.</param>
/// <param name="Actor">Who does it.</param>
internal sealed record EditStateRequest(
    StateId? Id,
    int Revision,
    string Name,
    int Priority,
    bool IsPublic,
    IReadOnlyCollection<(EntityKind Kind, long Id)> Members,
    IReadOnlyCollection<string> Permissions,
    AccessSnapshot Actor) : IRequest<EditStateResult?>;

/// <summary>What became of it.</summary>
internal sealed record EditStateResult(StateId? Id, int Moved, Refusal? Refusal);

/// <returns>Null when there is no such state.</returns>
internal sealed class EditStateHandler(AuthenticationDb db, AccessReader access, PermissionCatalog catalog, TimeProvider clock)
    : IRequestHandler<EditStateRequest, EditStateResult?>
{
    public async Task<EditStateResult?> Handle(EditStateRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.HoldStatesAsync(cancellationToken);
        var state = request.Id is null
            ? new State(request.Name, request.Priority)
            : await db.WholeStates.SingleOrDefaultAsync(s => s.Id == request.Id, cancellationToken);
        if (state is null)
        {
            return null;
        }

        if (await FindRefusalAsync(request, state, cancellationToken) is { } refusal)
        {
            return new(request.Id, 0, refusal);
        }

        if (request.Id is null)
        {
            db.States.Add(state);
            await db.SaveChangesAsync(cancellationToken);
        }

        var trail = NoteFields(request, state, now);
        (state.Name, state.Priority, state.IsPublic) = (request.Name, request.Priority, request.IsPublic);
        var granted = catalog.Decide(request.Permissions, state.Permissions.Select(p => p.Permission));
        var moved = await db.ChangeStateAsync(state, request.Members.ToHashSet(), granted, trail, now, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await access.DropAllAsync(cancellationToken);
        return new(state.Id, moved.Count, null);
    }

    private async Task<Refusal?> FindRefusalAsync(EditStateRequest request, State state, CancellationToken cancellationToken)
    {
        if (state.Revision != request.Revision)
        {
            return new Refusal("authentication.state.changed");
        }

        if (state.IsGuest && request.Id is not null && request.Name != State.GuestName)
        {
            return new Refusal("authentication.state.guest.name");
        }

        // As with a user's own permissions: whoever may edit states must not make their state stronger than they are.
        var added = request.Permissions.Except(state.Permissions.Select(p => p.Permission), StringComparer.Ordinal);
        if (added.FirstOrDefault(p => !request.Actor.Has(p)) is { } missing)
        {
            return new Refusal("authentication.user.nothave", missing);
        }

        var other = await db.States.AsNoTracking()
            .FirstOrDefaultAsync(s => s.Id != state.Id && (s.Name == request.Name || s.Priority == request.Priority), cancellationToken);
        return other switch
        {
            null => null,
            _ when other.Name == request.Name => new Refusal("authentication.state.name.taken", request.Name),
            _ => new Refusal("authentication.state.priority.taken", other.Name),
        };
    }

    private AuditTrail NoteFields(EditStateRequest request, State state, DateTimeOffset now)
    {
        var trail = new AuditTrail(db, AuditSubject.State, state.Id.Value, request.Actor.User, now);
        if (request.Id is null)
        {
            trail.Note("authentication.audit.created", "", request.Name);
        }

        trail.Note("authentication.audit.name", state.Name, request.Name);
        trail.Note("authentication.audit.priority", state.Priority, request.Priority);
        trail.Note("authentication.audit.public", state.IsPublic, request.IsPublic);
        return trail;
    }
}
