using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Data;

/// <summary>Groups that admit some states only.</summary>
internal static class ChoosyGroups
{
    extension(GroupManagementDb db)
    {
        /// <summary>Those groups with what they admit. Not automatic ones: their configuration says who is in them, and would put them in again. GRP-047.</summary>
        /// <param name="only">Only these; null for all.</param>
        /// <param name="cancellationToken">Cancels.</param>
        public async Task<IReadOnlyList<GroupStates>> ChoosyGroupsAsync(IReadOnlyList<GroupId>? only, CancellationToken cancellationToken)
        {
            var asked = only is null ? db.Groups.AsNoTracking() : db.Groups.AsNoTracking().Where(g => only.Contains(g.Id));
            var groups = await asked
                .Where(g => g.States.Length > 0 && !db.ManagedGroups.Any(m => m.GroupId == g.Id))
                .Select(g => new { g.Id, g.States })
                .ToListAsync(cancellationToken);
            return [.. groups.Select(g => new GroupStates(g.Id, [.. g.States.Select(s => new StateId(s))]))];
        }
    }
}
