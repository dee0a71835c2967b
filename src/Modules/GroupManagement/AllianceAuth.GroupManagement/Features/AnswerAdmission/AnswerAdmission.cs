using AllianceAuth.GroupManagement.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;

namespace AllianceAuth.GroupManagement.Features.AnswerAdmission;

/// <summary>Tells whom previews of states must count as leaving: read by the same rule that takes them out.</summary>
internal sealed class AdmissionOfGroups(GroupManagementDb db) : IGroupAdmission
{
    public async Task<IReadOnlyDictionary<GroupId, IReadOnlyList<StateId>>> FindAsync(CancellationToken cancellationToken) =>
        (await db.ChoosyGroupsAsync(only: null, cancellationToken)).ToDictionary(g => g.Group, g => g.States);
}
