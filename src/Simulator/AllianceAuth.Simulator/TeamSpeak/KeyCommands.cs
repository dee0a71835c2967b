namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>Privilege keys and the custom fields that they write.</summary>
internal static class KeyCommands
{
    public static IReadOnlyList<QueryCommand> All { get; } =
    [
        .. Both("add", changes: true, Add),
        .. Both("list", changes: false, call => QueryReply.List(call.Server.Keys.Select(Row))),
        .. Both("delete", changes: true, call =>
        {
            call.Server.DeleteKey(call.First.Needed("token"));
            return QueryReply.Done;
        }),
        .. Both("use", changes: true, call =>
        {
            call.Server.UseKey(call.First.Needed("token"), VirtualServer.QueryAccount);
            return QueryReply.Done;
        }),
        new("custominfo", Needs.Server, call =>
        {
            var client = call.Server.Client(call.First.Number("cldbid"));
            return QueryReply.List(client.CustomFields.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => Field(client, f)));
        }),
        new("customsearch", Needs.Server, Search),
        new("customset", Needs.Server, call =>
        {
            call.Server.SetField(call.First.Number("cldbid"), call.First.Needed("ident"), call.First.Text("value") ?? "");
            return QueryReply.Done;
        }) { Changes = true },
        new("customdelete", Needs.Server, call =>
        {
            call.Server.DeleteField(call.First.Number("cldbid"), call.First.Needed("ident"));
            return QueryReply.Done;
        }) { Changes = true },
    ];

    /// <summary>What is written in <c>tokencustomset</c>: a list of its own, escaped once more inside the one that carries it.</summary>
    public static Dictionary<string, string> CustomSet(string text)
    {
        Dictionary<string, string> fields = new(StringComparer.Ordinal);
        foreach (var item in text.Length == 0 ? [] : QueryRequest.Parse($"set {text}").Items)
        {
            fields[item.Text("ident") ?? throw new QueryException(1538)] = item.Text("value") ?? throw new QueryException(1538);
        }

        return fields;
    }

    /// <summary>The new name of a command and the old one.</summary>
    private static IEnumerable<QueryCommand> Both(string verb, bool changes, Func<QueryCall, QueryReply> obey) =>
        [new($"privilegekey{verb}", Needs.Server, obey) { Changes = changes }, new($"token{verb}", Needs.Server, obey) { Changes = changes }];

    private static QueryReply Add(QueryCall call)
    {
        var type = call.First.Number("tokentype");
        if (type is not (0 or 1))
        {
            throw new QueryException(1538);
        }

        var key = new PrivilegeKey(
            call.Engine.NextToken(),
            type,
            call.First.Number("tokenid1"),
            call.First.Number("tokenid2"),
            call.Now,
            call.First.Text("tokendescription") ?? "",
            CustomSet(call.First.Text("tokencustomset") ?? ""));
        call.Server.AddKey(key);
        return QueryReply.Of(new() { { "token", key.Token } });
    }

    private static QueryReply Search(QueryCall call)
    {
        var (ident, pattern) = (call.First.Needed("ident"), call.First.Needed("pattern"));
        return QueryReply.List(
            from client in call.Server.Clients
            from field in client.CustomFields
            where field.Key == ident && VirtualServer.IsLike(field.Value, pattern)
            select Field(client, field));
    }

    private static QueryRow Field(TeamSpeakClient client, KeyValuePair<string, string> field) =>
        new() { { "cldbid", client.DatabaseId }, { "ident", field.Key }, { "value", field.Value } };

    private static QueryRow Row(PrivilegeKey key) => new()
    {
        { "token", key.Token }, { "token_type", key.Type }, { "token_id1", key.GroupId }, { "token_id2", key.ChannelId },
        { "token_created", key.Created }, { "token_description", key.Description },
    };
}
