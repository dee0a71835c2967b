using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Access;

namespace AllianceAuth.GroupManagement.Components;

/// <summary>Which groups a pilot's list holds, and by what it can be narrowed.</summary>
internal static class GroupChoice
{
    /// <summary>The filters, in the order of their chips; their names stand in addresses.</summary>
    public static readonly IReadOnlyList<string> Filters = ["mine", "open", "ask", "waiting"];

    /// <summary>Beside what can be joined, whatever the pilot is in or waits for: nobody should have to ask for the way out.</summary>
    public static IReadOnlyList<GroupRules> VisibleTo(this GroupList groups, AccessSnapshot user, IReadOnlyDictionary<GroupId, GroupRequest> requests) =>
        [.. groups.Groups.Where(g => g.IsListedFor(user) || (!g.IsInternal && (user.IsIn(g.Id) || requests.ContainsKey(g.Id))))];

    /// <summary>Whether a filter leaves a group; one that is not known leaves all.</summary>
    public static bool Leaves(string? filter, GroupRules group, AccessSnapshot user, IReadOnlyDictionary<GroupId, GroupRequest> requests) => filter switch
    {
        "mine" => user.IsIn(group.Id),
        "open" => group.IsOpen && !user.IsIn(group.Id),
        "ask" => !group.IsOpen && !user.IsIn(group.Id) && !requests.ContainsKey(group.Id),
        "waiting" => requests.ContainsKey(group.Id),
        _ => true,
    };

    /// <summary>How many groups each filter leaves, and how many there are ("all").</summary>
    public static IReadOnlyDictionary<string, int> Count(IReadOnlyList<GroupRules> visible, AccessSnapshot user, IReadOnlyDictionary<GroupId, GroupRequest> requests) =>
        Filters.Append("all").ToDictionary(f => f, f => visible.Count(g => Leaves(f, g, user, requests)), StringComparer.Ordinal);
}
