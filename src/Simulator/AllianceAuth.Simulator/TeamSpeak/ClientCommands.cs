namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>Who is connected, and the client database.</summary>
internal static class ClientCommands
{
    private const int LongestReason = 40;
    private const int FromChannel = 4;
    private const int FromServer = 5;

    public static IReadOnlyList<QueryCommand> All { get; } =
    [
        new("clientlist", Needs.Server, call => QueryReply.List(
            [.. call.Server.Online.Select(c => OnlineRow(call, c)), .. call.Server.Queries.Select(q => QueryClientRow(call, q))])),
        new("clientinfo", Needs.Server, Info),
        new("clientkick", Needs.Server, Kick) { Changes = true },
        new("clientdbfind", Needs.Server, Find),
        new("clientdbinfo", Needs.Server, call => QueryReply.Of(DatabaseRow(call.Server.Client(call.First.Number("cldbid")), withId: true))),
        new("clientdblist", Needs.Server, List),
        new("clientdbdelete", Needs.Server, call =>
        {
            call.Server.Forget(call.First.Number("cldbid"));
            return QueryReply.Done;
        }) { Changes = true },
        new("clientgetdbidfromuid", Needs.Server, call =>
        {
            var uid = call.First.Needed("cluid");
            return QueryReply.List(call.Server.Clients.Where(c => c.UniqueId == uid).Select(c => new QueryRow { { "cluid", uid }, { "cldbid", c.DatabaseId } }));
        }),
    ];

    private static QueryRow OnlineRow(QueryCall call, OnlineClient online)
    {
        var client = call.Server.Client(online.DatabaseId);
        return Row(call, online.Id, client, online.Nickname, type: 0);
    }

    private static QueryRow QueryClientRow(QueryCall call, QuerySession query) =>
        Row(call, query.ClientId, call.Server.Client(VirtualServer.QueryAccount), query.Nickname, type: 1);

    private static QueryRow Row(QueryCall call, int id, TeamSpeakClient client, string nickname, int type)
    {
        QueryRow row = new() { { "clid", id }, { "cid", 1 }, { "client_database_id", client.DatabaseId }, { "client_nickname", nickname }, { "client_type", type } };
        if (call.Has("-uid"))
        {
            row.Add("client_unique_identifier", client.UniqueId);
        }

        if (call.Has("-groups"))
        {
            row.Add("client_servergroups", string.Join(',', call.Server.GroupsOf(client).Select(g => g.Id)));
            row.Add("client_channel_group_id", 8);
        }

        if (call.Has("-times"))
        {
            row.Add("client_idle_time", (long)(call.Now - client.LastConnected).TotalMilliseconds);
            row.Add("client_created", client.Created);
            row.Add("client_lastconnected", client.LastConnected);
        }

        return row;
    }

    private static QueryReply Info(QueryCall call)
    {
        var id = call.First.Number("clid");
        var query = call.Server.Queries.Find(q => q.ClientId == id);
        var online = call.Server.Online.FirstOrDefault(c => c.Id == id);
        if (query is null && online is null)
        {
            throw new QueryException(512);
        }

        var client = call.Server.Client(online?.DatabaseId ?? VirtualServer.QueryAccount);
        return QueryReply.Of(new()
        {
            { "cid", 1 }, { "client_idle_time", (long)(call.Now - client.LastConnected).TotalMilliseconds }, { "client_unique_identifier", client.UniqueId },
            { "client_nickname", online?.Nickname ?? query!.Nickname }, { "client_version", "3.6.2 [Build: 1690976575]" }, { "client_platform", "Linux" },
            { "client_database_id", client.DatabaseId }, { "client_servergroups", string.Join(',', call.Server.GroupsOf(client).Select(g => g.Id)) },
            { "client_created", client.Created }, { "client_lastconnected", client.LastConnected }, { "client_totalconnections", client.Connections },
            { "client_away", 0 }, { "client_away_message", "" }, { "client_type", online is null ? 1 : 0 }, { "client_description", "" },
            { "connection_client_ip", "127.0.0.1" },
        });
    }

    private static QueryReply Kick(QueryCall call)
    {
        var reason = call.First.Text("reasonmsg") ?? "";
        var where = call.First.Number("reasonid");
        if (reason.Length > LongestReason)
        {
            throw new QueryException(1541);
        }

        return where is not (FromChannel or FromServer) ? throw new QueryException(1538) : call.Each(item =>
        {
            var id = item.Number("clid");
            if (call.Server.Queries.Exists(q => q.ClientId == id))
            {
                throw new QueryException(516);
            }

            if (where == FromServer)
            {
                call.Server.Leave(id, reason, FromServer);
            }
            else if (call.Server.Online.All(c => c.Id != id))
            {
                throw new QueryException(512);
            }
        });
    }

    private static QueryReply Find(QueryCall call)
    {
        var pattern = call.First.Needed("pattern");
        return QueryReply.List(call.Server.Clients
            .Where(c => call.Has("-uid") ? c.UniqueId == pattern : VirtualServer.IsLike(c.Nickname, pattern))
            .Select(c => new QueryRow { { "cldbid", c.DatabaseId } }));
    }

    private static QueryReply List(QueryCall call)
    {
        var rows = call.Server.Clients
            .Skip(Math.Max(0, call.First.OptionalNumber("start") ?? 0))
            .Take(Math.Clamp(call.First.OptionalNumber("duration") ?? 25, 0, 200))
            .Select(c => DatabaseRow(c, withId: false))
            .ToList();
        if (rows.Count > 0 && call.Has("-count"))
        {
            rows[0].Add("count", call.Server.Clients.Count);
        }

        return QueryReply.List(rows);
    }

    private static QueryRow DatabaseRow(TeamSpeakClient client, bool withId)
    {
        QueryRow row = withId ? [] : new() { { "cldbid", client.DatabaseId } };
        row.Add("client_unique_identifier", client.UniqueId);
        row.Add("client_nickname", client.Nickname);
        if (withId)
        {
            row.Add("client_database_id", client.DatabaseId);
        }

        row.Add("client_created", client.Created);
        row.Add("client_lastconnected", client.LastConnected);
        row.Add("client_totalconnections", client.Connections);
        row.Add("client_description", "");
        row.Add("client_lastip", "127.0.0.1");
        return row;
    }
}
