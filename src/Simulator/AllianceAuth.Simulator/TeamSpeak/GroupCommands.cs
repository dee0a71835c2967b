namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>Server groups and their members.</summary>
internal static class GroupCommands
{
    public static IReadOnlyList<QueryCommand> All { get; } =
    [
        new("servergrouplist", Needs.Server, call => QueryReply.List(call.Server.Groups.Select(Row))),
        new("servergroupadd", Needs.Server, Add) { Changes = true },
        new("servergrouprename", Needs.Server, call =>
        {
            call.Server.RenameGroup(call.First.Number("sgid"), call.First.Needed("name"));
            return QueryReply.Done;
        }) { Changes = true },
        new("servergroupdel", Needs.Server, call =>
        {
            call.Server.DeleteGroup(call.First.Number("sgid"), call.First.Switch("force"));
            return QueryReply.Done;
        }) { Changes = true },
        new("servergroupaddperm", Needs.Server, call => call.Each(item => call.Server.SetPermission(
            item.Number("sgid"),
            item.Text("permsid") ?? item.Needed("permid"),
            new GroupPermission(item.Number("permvalue"), item.Switch("permnegated"), item.Switch("permskip"))))) { Changes = true },
        new("servergroupaddclient", Needs.Server, call => call.Each(item => call.Server.AddMember(item.Number("sgid"), item.Number("cldbid")))) { Changes = true },
        new("servergroupdelclient", Needs.Server, call => call.Each(item => call.Server.RemoveMember(item.Number("sgid"), item.Number("cldbid")))) { Changes = true },
        new("servergroupclientlist", Needs.Server, Members),
        new("servergroupsbyclientid", Needs.Server, call =>
        {
            var client = call.Server.Client(call.First.Number("cldbid"));
            return QueryReply.List(call.Server.GroupsOf(client).Select(g => new QueryRow { { "name", g.Name }, { "sgid", g.Id }, { "cldbid", client.DatabaseId } }));
        }),
    ];

    private static QueryReply Add(QueryCall call)
    {
        var type = (ServerGroupType)(call.First.OptionalNumber("type") ?? 1);
        return Enum.IsDefined(type)
            ? QueryReply.Of(new() { { "sgid", call.Server.AddGroup(call.First.Needed("name"), type).Id } })
            : throw new QueryException(1538);
    }

    private static QueryReply Members(QueryCall call)
    {
        call.Server.Group(call.First.Number("sgid"));
        return QueryReply.List(call.Server.MembersOf(call.First.Number("sgid")).Select(c => call.Has("-names")
            ? new QueryRow { { "cldbid", c.DatabaseId }, { "client_nickname", c.Nickname }, { "client_unique_identifier", c.UniqueId } }
            : new QueryRow { { "cldbid", c.DatabaseId } }));
    }

    private static QueryRow Row(ServerGroup group) => new()
    {
        { "sgid", group.Id }, { "name", group.Name }, { "type", (int)group.Type }, { "iconid", group.Name == "Server Admin" ? 300 : 0 },
        { "savedb", group.Id != VirtualServer.DefaultGroup }, { "sortid", 0 }, { "namemode", 0 },
        { "n_modifyp", Power(group, "i_group_needed_modify_power") },
        { "n_member_addp", Power(group, "i_group_needed_member_add_power") },
        { "n_member_removep", Power(group, "i_group_needed_member_remove_power") },
    };

    private static int Power(ServerGroup group, string permission) => group.Permissions.TryGetValue(permission, out var value) ? value.Value : 0;
}
