using AllianceAuth.Shared.Access;

namespace AllianceAuth.Shared.Groups;

/// <summary>
/// Tells which groups admit some states only, for whoever foresees what a change of states would do: whoever moves to a state that a group does not
/// list leaves it. Implemented by the module that takes them out.
/// </summary>
public interface IGroupAdmission
{
    /// <summary>The groups that choose, each with the states it admits; the others are left out. One statement.</summary>
    Task<IReadOnlyDictionary<GroupId, IReadOnlyList<StateId>>> FindAsync(CancellationToken cancellationToken);
}
