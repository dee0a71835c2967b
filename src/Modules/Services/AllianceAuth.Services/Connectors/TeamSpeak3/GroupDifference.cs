using AllianceAuth.Services.Connectors.TeamSpeak3.Query;

namespace AllianceAuth.Services.Connectors.TeamSpeak3;

/// <summary>What has to be done for a client to be in the groups it should be in.</summary>
/// <param name="Add">Groups to give.</param>
/// <param name="Remove">Groups to take.</param>
internal sealed record GroupDifference(IReadOnlyList<int> Add, IReadOnlyList<int> Remove)
{
    /// <summary>By id, never by name. Groups of reserved names and the server's default group are left alone. TS3-040, TS3-041, TS3-046.</summary>
    public static GroupDifference Of(IReadOnlyCollection<int> wanted, IReadOnlyCollection<QueryGroup> current, int defaultGroup, IReadOnlySet<string> reserved) => new(
        [.. wanted.Where(w => w != defaultGroup && current.All(c => c.Id != w))],
        [.. current.Where(c => IsOurs(c, defaultGroup, reserved) && !wanted.Contains(c.Id)).Select(c => c.Id)]);

    /// <summary>Whether a group is ours to give or take.</summary>
    public static bool IsOurs(QueryGroup group, int defaultGroup, IReadOnlySet<string> reserved) => group.Id != defaultGroup && !reserved.Contains(group.Name);
}
