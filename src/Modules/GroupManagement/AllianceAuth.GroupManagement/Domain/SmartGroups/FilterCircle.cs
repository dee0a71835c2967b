using AllianceAuth.Shared.Access;

namespace AllianceAuth.GroupManagement.Domain.SmartGroups;

/// <summary>Groups that ask for membership of each other would add and remove the same pilots for ever.</summary>
internal static class FilterCircle
{
    /// <summary>The way from a group back to itself through what smart groups look at; null when there is none.</summary>
    /// <param name="start">The group being edited.</param>
    /// <param name="looksAt">For each smart group, the groups its filters look at.</param>
    public static IReadOnlyList<GroupId>? Find(GroupId start, IReadOnlyDictionary<GroupId, IReadOnlyList<GroupId>> looksAt)
    {
        var seen = new HashSet<GroupId>();
        return Walk([start]);

        IReadOnlyList<GroupId>? Walk(IReadOnlyList<GroupId> way)
        {
            foreach (var next in looksAt.GetValueOrDefault(way[^1]) ?? [])
            {
                if (next == start)
                {
                    return [.. way, next];
                }

                if (seen.Add(next) && Walk([.. way, next]) is { } found)
                {
                    return found;
                }
            }

            return null;
        }
    }
}
