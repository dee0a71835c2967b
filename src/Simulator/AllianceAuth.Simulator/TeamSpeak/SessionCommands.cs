namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>Logging in, selecting a server, and what is told about servers.</summary>
internal static class SessionCommands
{
    private static readonly DateTimeOffset Created = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<QueryCommand> All { get; } =
    [
        new("version", Needs.Nothing, _ => QueryReply.Of(new() { { "version", "3.13.7" }, { "build", 1655727713 }, { "platform", "Linux" } })),
        new("help", Needs.Nothing, _ => QueryReply.Done with { Prose = "TeamSpeak 3 ServerQuery: login, use, servergrouplist, clientlist, privilegekeyadd and more." }),
        new("quit", Needs.Nothing, _ => QueryReply.Done with { Error = QueryError.Ok with { Closes = true } }),
        new("login", Needs.Nothing, LogIn),
        new("use", Needs.Nothing, Use),
        new("logout", Needs.Login, call =>
        {
            call.Session.Forget();
            return QueryReply.Done;
        }),
        new("whoami", Needs.Login, call => QueryReply.Of(WhoAmI(call.Session))),
        new("serverlist", Needs.Login, call => QueryReply.List(call.Engine.Servers.Select(s => ServerRow(s, call.Now)))),
        new("instanceinfo", Needs.Login, call => QueryReply.Of(Instance(call.Engine.Settings))),
        new("instanceedit", Needs.Login, EditInstance) { Changes = true },
        new("serverinfo", Needs.Server, call => QueryReply.Of(ServerInfo(call.Server, call.Now))),
        new("clientupdate", Needs.Server, Rename),
        new("gm", Needs.Login, NeedsText),
        new("sendtextmessage", Needs.Server, NeedsText),
        new("servernotifyregister", Needs.Server, call => Listen(call, true)),
        new("servernotifyunregister", Needs.Server, call => Listen(call, false)),
        new("servertemppasswordadd", Needs.Server, _ => QueryReply.Done),
    ];

    private static QueryReply LogIn(QueryCall call)
    {
        var words = call.Request.Words;
        var name = call.First.Text("client_login_name") ?? words.ElementAtOrDefault(0) ?? throw new QueryException(1542);
        var password = call.First.Text("client_login_password") ?? words.ElementAtOrDefault(call.First.Text("client_login_name") is null ? 1 : 0) ?? throw new QueryException(1542);
        if (name != call.Engine.Settings.LoginName || password != call.Engine.Settings.Password)
        {
            throw new QueryException(call.Engine.Guard.WrongPassword(call.Address, call.Engine.Settings) is { } ban ? QueryError.Banned(ban) : QueryError.Of(520));
        }

        call.Engine.Guard.RightPassword(call.Address);
        call.Session.LoginName = name;
        if (call.Session.Server is { } server)
        {
            call.Session.Nickname = server.FreeNickname(name, call.Session);
        }

        return QueryReply.Done;
    }

    private static QueryReply Use(QueryCall call)
    {
        var server = call.First.OptionalNumber("port") is { } port
            ? call.Engine.Servers.FirstOrDefault(s => s.Port == port)
            : (call.First.OptionalNumber("sid") ?? (call.Request.Words.Count > 0 ? QueryItem.NumberOf(call.Request.Words[0]) : throw new QueryException(1542))) is var id
                ? call.Engine.Servers.FirstOrDefault(s => s.Id == id)
                : null;
        if (server is null)
        {
            throw new QueryException(1024);
        }

        if (!server.IsRunning && !call.Has("-virtual"))
        {
            throw new QueryException(1033);
        }

        call.Session.Select(server);
        return QueryReply.Done;
    }

    private static QueryReply Rename(QueryCall call)
    {
        var name = call.First.Needed("client_nickname");
        if (name.Length is < 3 or > VirtualServer.LongestName)
        {
            throw new QueryException(1541);
        }

        if (call.Server.IsTaken(name, call.Session))
        {
            throw new QueryException(513);
        }

        call.Session.Nickname = name;
        return QueryReply.Done;
    }

    private static QueryReply NeedsText(QueryCall call)
    {
        call.First.Needed("msg");
        return QueryReply.Done;
    }

    private static QueryReply Listen(QueryCall call, bool listens)
    {
        if (listens && call.First.Needed("event") is not ("server" or "channel" or "textserver" or "textchannel" or "textprivate" or "tokenused"))
        {
            throw new QueryException(1538);
        }

        call.Session.IsListening = listens;
        return QueryReply.Done;
    }

    private static QueryReply EditInstance(QueryCall call)
    {
        var item = call.First;
        call.Engine.Settings = call.Engine.Settings with
        {
            FloodCommands = item.OptionalNumber("serverinstance_serverquery_flood_commands") ?? call.Engine.Settings.FloodCommands,
            FloodSeconds = item.OptionalNumber("serverinstance_serverquery_flood_time") ?? call.Engine.Settings.FloodSeconds,
            BanSeconds = item.OptionalNumber("serverinstance_serverquery_ban_time") ?? call.Engine.Settings.BanSeconds,
        };
        return QueryReply.Done;
    }

    private static QueryRow Instance(TeamSpeakSettings settings) => new()
    {
        { "serverinstance_database_version", 35 }, { "serverinstance_filetransfer_port", 30033 },
        { "serverinstance_serverquery_flood_commands", settings.FloodCommands }, { "serverinstance_serverquery_flood_time", settings.FloodSeconds },
        { "serverinstance_serverquery_ban_time", settings.BanSeconds }, { "serverinstance_guest_serverquery_group", 1 },
    };

    private static QueryRow WhoAmI(QuerySession session) => new()
    {
        { "virtualserver_status", Status(session.Server) }, { "virtualserver_id", session.Server?.Id ?? 0 },
        { "virtualserver_unique_identifier", session.Server?.UniqueId ?? "" }, { "virtualserver_port", session.Server?.Port ?? 0 },
        { "client_id", session.ClientId }, { "client_channel_id", session.Server is null ? 0 : 1 }, { "client_nickname", session.Nickname },
        { "client_database_id", session.Server is null ? 0 : VirtualServer.QueryAccount }, { "client_login_name", session.LoginName ?? "" },
        { "client_unique_identifier", session.LoginName ?? "" }, { "client_origin_server_id", 0 },
    };

    private static string Status(VirtualServer? server) => server switch { null => "unknown", { IsRunning: true } => "online", _ => "virtual" };

    private static long Uptime(VirtualServer server, DateTimeOffset now) => server.IsRunning ? (long)(now - Created).TotalSeconds : 0;

    private static QueryRow ServerRow(VirtualServer server, DateTimeOffset now) => new()
    {
        { "virtualserver_id", server.Id }, { "virtualserver_port", server.Port }, { "virtualserver_status", server.IsRunning ? "online" : "offline" },
        { "virtualserver_clientsonline", server.Online.Count + server.Queries.Count }, { "virtualserver_queryclientsonline", server.Queries.Count },
        { "virtualserver_maxclients", 512 }, { "virtualserver_uptime", Uptime(server, now) }, { "virtualserver_name", server.Name },
        { "virtualserver_autostart", server.IsRunning }, { "virtualserver_machine_id", "" },
    };

    private static QueryRow ServerInfo(VirtualServer server, DateTimeOffset now) => new()
    {
        { "virtualserver_unique_identifier", server.UniqueId }, { "virtualserver_name", server.Name }, { "virtualserver_welcomemessage", "Fly safe | o7" },
        { "virtualserver_platform", "Linux" }, { "virtualserver_version", "3.13.7 [Build: 1655727713]" }, { "virtualserver_maxclients", 512 },
        { "virtualserver_password", "" }, { "virtualserver_clientsonline", server.Online.Count + server.Queries.Count },
        { "virtualserver_queryclientsonline", server.Queries.Count }, { "virtualserver_channelsonline", 1 }, { "virtualserver_created", Created },
        { "virtualserver_uptime", Uptime(server, now) }, { "virtualserver_status", Status(server) }, { "virtualserver_port", server.Port },
        { "virtualserver_default_server_group", VirtualServer.DefaultGroup }, { "virtualserver_default_channel_group", 8 }, { "virtualserver_id", server.Id },
    };
}
