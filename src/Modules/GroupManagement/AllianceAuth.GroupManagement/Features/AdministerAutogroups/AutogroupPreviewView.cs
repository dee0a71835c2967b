using AllianceAuth.Shared.Access;

namespace AllianceAuth.GroupManagement.Features.AdministerAutogroups;

/// <summary>What a configuration of automatic groups would come to.</summary>
/// <param name="Made">Groups that would be made.</param>
/// <param name="Removed">Groups that would be deleted.</param>
/// <param name="Joining">Memberships that would begin.</param>
/// <param name="Leaving">Memberships that would end.</param>
/// <param name="Groups">The groups, the largest first.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Access">Who would gain and lose what by groups that exist already; new ones carry no permissions.</param>
public sealed record AutogroupPreviewView(int Made, int Removed, int Joining, int Leaving, IReadOnlyList<AutogroupLine> Groups, int Total, AccessDifference Access);

/// <summary>One group.</summary>
/// <param name="Name">What it would be called; null while EVE has not told us the name.</param>
/// <param name="IsAlliance">Of an alliance; otherwise of a corporation.</param>
/// <param name="EntityId">EVE id.</param>
/// <param name="Members">How many users would be in it.</param>
/// <param name="Change">What becomes of it.</param>
public sealed record AutogroupLine(string? Name, bool IsAlliance, long EntityId, int Members, AutogroupChange Change);

/// <summary>What becomes of a group.</summary>
public enum AutogroupChange
{
    /// <summary>Is there and stays.</summary>
    Stays,

    /// <summary>Would be made.</summary>
    New,

    /// <summary>Would be deleted.</summary>
    Goes,
}
