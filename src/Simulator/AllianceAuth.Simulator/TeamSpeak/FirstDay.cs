namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>What is on the servers when nobody has done anything yet.</summary>
internal static class FirstDay
{
    /// <summary>A new server prints such a key for its owner.</summary>
    public const string OwnersToken = "Lant3rnfa11FirstStart/Owner+K3yOfTheDay1";

    private static readonly (int Id, string Name, ServerGroupType Type, int MemberPower)[] Groups =
    [
        (1, "Guest Server Query", ServerGroupType.Query, 0), (2, "Admin Server Query", ServerGroupType.Query, 100),
        (3, "Server Admin", ServerGroupType.Template, 75), (4, "Normal", ServerGroupType.Template, 0), (5, "Guest", ServerGroupType.Template, 0),
        (6, "Server Admin", ServerGroupType.Regular, 75), (7, "Normal", ServerGroupType.Regular, 0), (VirtualServer.DefaultGroup, "Guest", ServerGroupType.Regular, 0),
        // What an administrator of an alliance has made by hand.
        (9, "Fleet Commander", ServerGroupType.Regular, 0), (10, "Logistics", ServerGroupType.Regular, 0),
        (11, "Scout", ServerGroupType.Regular, 0), (12, "Diplomat", ServerGroupType.Regular, 0),
    ];

    public static IReadOnlyList<SavedVirtualServer> Servers(DateTimeOffset now) =>
    [
        new(1, 9987, "Lanternfall Comms", IsRunning: true, 12, 3, AllGroups(), [Query(now), Person(2, "Quartermaster", now, 6), Person(3, "Passing Stranger", now)], [new(1, 2, "Quartermaster"), new(2, 3, "Passing Stranger")],
            [new(OwnersToken, 0, 6, 0, now, "default serveradmin privilege key", new Dictionary<string, string>())]),
        new(2, 9988, "Old Comms", IsRunning: false, 12, 1, AllGroups(), [Query(now)], [], []),
    ];

    private static ServerGroup[] AllGroups() => [.. Groups.Select(g => new ServerGroup(g.Id, g.Name, g.Type, Powers(g.MemberPower)))];

    /// <summary>To change any group takes 75, as on a new server.</summary>
    private static Dictionary<string, GroupPermission> Powers(int memberPower) => new(StringComparer.Ordinal)
    {
        ["i_group_needed_modify_power"] = new(75, IsNegated: false, IsSkipped: false),
        ["i_group_needed_member_add_power"] = new(memberPower, IsNegated: false, IsSkipped: false),
        ["i_group_needed_member_remove_power"] = new(memberPower, IsNegated: false, IsSkipped: false),
    };

    private static TeamSpeakClient Query(DateTimeOffset now) =>
        new(VirtualServer.QueryAccount, "serveradmin", "serveradmin", now, now, 1, [2], new Dictionary<string, string>());

    private static TeamSpeakClient Person(int id, string name, DateTimeOffset now, params int[] groups) =>
        new(id, VirtualServer.Identity(name), name, now, now, 1, groups, new Dictionary<string, string>());
}
