namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>The simulated TeamSpeak 3 server as tests see it: where it listens and what it holds. Its first virtual server is meant wherever none is named.</summary>
public sealed class SimulatedTeamSpeak
{
    private readonly QueryEngine _engine;
    private readonly QueryListener _listener;

    internal SimulatedTeamSpeak(QueryEngine engine, QueryListener listener) => (_engine, _listener) = (engine, listener);

    /// <summary>Of ServerQuery on 127.0.0.1.</summary>
    public int Port => _listener.Port;

    /// <summary>False while connections are refused.</summary>
    public bool IsListening => _listener.IsListening;

    /// <summary>The switches as they are.</summary>
    public TeamSpeakSettings Settings => _engine.Locked(e => e.Settings);

    /// <summary>All server groups by id, with templates and those for queries.</summary>
    public IReadOnlyList<ServerGroup> Groups => _engine.Locked(e => e.Servers[0].Groups.ToList());

    /// <summary>The client database by id. The first entry is the query login itself.</summary>
    public IReadOnlyList<TeamSpeakClient> Clients => _engine.Locked(e => e.Servers[0].Clients.ToList());

    /// <summary>Voice clients that are connected.</summary>
    public IReadOnlyList<OnlineClient> Online => _engine.Locked(e => e.Servers[0].Online.ToList());

    /// <summary>Privilege keys that nobody has used.</summary>
    public IReadOnlyList<PrivilegeKey> Keys => _engine.Locked(e => e.Servers[0].Keys.ToList());

    /// <summary>The latest commands, oldest first.</summary>
    public IReadOnlyList<ReceivedCommand> Commands => _engine.Locked(e => e.Log.All);

    /// <summary>ServerQuery connections that are open now.</summary>
    public int Connections => _listener.Connections;

    /// <summary>The most that were open at the same time.</summary>
    public int MostConnections => _engine.Locked(e => e.MostSessions);

    /// <summary>The names of the groups that a client has, the default group included.</summary>
    public IReadOnlyList<string> GroupsOf(int databaseId) => _engine.Locked(e => e.Servers[0].Clients.FirstOrDefault(c => c.DatabaseId == databaseId) is { } client
        ? e.Servers[0].GroupsOf(client).Select(g => g.Name).ToList()
        : []);
}
