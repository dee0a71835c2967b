using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Domain;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Changes;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Data;

/// <summary>Writes what a state lists and grants. Belongs into a transaction that began with <c>HoldStatesAsync</c>.</summary>
internal static class StateChange
{
    extension(AuthenticationDb db)
    {
        /// <summary>A state with its lists and grants, to be changed.</summary>
        public IQueryable<State> WholeStates => db.States.Include(s => s.Members).Include(s => s.Permissions).AsSplitQuery();

        /// <summary>Sets lists and grants, notes what changed, tells it, and decides everybody anew. AUTH-009 to AUTH-015, AUTH-021.</summary>
        /// <param name="state">The state, with whatever else changed of it.</param>
        /// <param name="members">All entries of its lists.</param>
        /// <param name="permissions">All permissions it grants.</param>
        /// <param name="trail">Takes the edit into the history.</param>
        /// <param name="now">UTC.</param>
        /// <param name="cancellationToken">Cancels.</param>
        /// <param name="kind">Whether it is new.</param>
        /// <returns>Users who are in another state now.</returns>
        public async Task<IReadOnlyList<UserId>> ChangeStateAsync(
            State state, IReadOnlySet<(EntityKind Kind, long Id)> members, IReadOnlySet<string> permissions, ChangeTrail trail, DateTimeOffset now, CancellationToken cancellationToken, ChangeKind kind = ChangeKind.Changed)
        {
            trail.NoteList("authentication.audit.members", state.Members.Select(m => $"{m.Kind} {m.EntityId}"), members.Select(m => $"{m.Kind} {m.Id}"));
            if (trail.NoteList("authentication.audit.permissions", state.Permissions.Select(p => p.Permission), permissions))
            {
                db.Raise(new PermissionsChanged(Guid.CreateVersion7(), now, User: null, state.Id, Group: null));
            }

            state.SetMembers(members);
            state.SetPermissions(permissions);
            state.Revision++;
            trail.Record(state.Id, state.Name, kind);
            await db.SaveChangesAsync(cancellationToken);
            return await db.DecideStatesAsync(users: null, now, cancellationToken: cancellationToken);
        }
    }
}
