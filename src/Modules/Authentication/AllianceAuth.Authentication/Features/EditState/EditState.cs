using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Changes;
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

        if (state.IsGuest && request.Id is not null)
        {
            // Name, public and lists of Guest are fixed; only permissions and priority are read. ADM-014.
            request = request with { Name = state.Name, IsPublic = state.IsPublic, Members = [.. state.Members.Select(m => (m.Kind, m.EntityId))] };
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

        if (state.Name != request.Name)
        {
            db.Raise(new StateRenamed(Guid.CreateVersion7(), now, state.Id));
        }

        var trail = NoteFields(request, state, now);
        (state.Name, state.Priority, state.IsPublic) = (request.Name, request.Priority, request.IsPublic);
        var held = state.Permissions.Select(p => p.Permission).ToList();
        // Grants are a superuser's; whatever else was sent, the state keeps what it has. ADM-015, ADM-039.
        var granted = catalog.Decide(request.Actor.IsSuperuser ? request.Permissions : held, held);
        var moved = await db.ChangeStateAsync(state, request.Members.ToHashSet(), granted, trail, now, cancellationToken, request.Id is null ? ChangeKind.Added : ChangeKind.Changed);
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

        var other = await db.States.AsNoTracking()
            .FirstOrDefaultAsync(s => s.Id != state.Id && (s.Name == request.Name || s.Priority == request.Priority), cancellationToken);
        return other switch
        {
            null => null,
            _ when other.Name == request.Name => new Refusal("authentication.state.name.taken", request.Name),
            _ => new Refusal("authentication.state.priority.taken", other.Name),
        };
    }

    private ChangeTrail NoteFields(EditStateRequest request, State state, DateTimeOffset now)
    {
        var trail = new ChangeTrail(db, "authentication", "state", request.Actor.User, now);
        trail.Note("authentication.audit.name", state.Name, request.Name);
        trail.Note("authentication.audit.priority", state.Priority, request.Priority);
        trail.Note("authentication.audit.public", state.IsPublic, request.IsPublic);
        return trail;
    }
}
