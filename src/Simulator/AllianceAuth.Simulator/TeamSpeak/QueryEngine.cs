using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>Obeys commands, whoever brings them. It knows nothing of connections.</summary>
internal sealed class QueryEngine
{
    private static readonly Dictionary<string, QueryCommand> Commands =
        SessionCommands.All.Concat(GroupCommands.All).Concat(KeyCommands.All).Concat(ClientCommands.All).ToDictionary(c => c.Name, StringComparer.Ordinal);

    private readonly Lock _lock = new();
    private readonly TimeProvider _clock;
    private readonly string _start;
    private readonly List<QuerySession> _sessions = [];
    private readonly List<PlannedAnswer> _planned = [];
    private long _tokens;
    private int _connections;

    public QueryEngine(int seed, TimeProvider clock)
    {
        _clock = clock;
        _start = FormattableString.Invariant($"teamspeak:{seed}:{clock.GetUtcNow().UtcTicks}");
        Guard = new FloodGuard(clock);
        Settings = new();
        Servers = FirstServers();
    }

    /// <summary>Called when there is something else to remember.</summary>
    public Action Changed { get; set; } = () => { };

    public TeamSpeakSettings Settings { get; set; }

    public IReadOnlyList<VirtualServer> Servers { get; private set; }

    public FloodGuard Guard { get; }

    public CommandLog Log { get; } = new();

    /// <summary>The most connections that were open at the same time.</summary>
    public int MostSessions { get; private set; }

    /// <summary>Looks at something, or does something, while nothing else happens.</summary>
    public T Locked<T>(Func<QueryEngine, T> act)
    {
        lock (_lock)
        {
            return act(this);
        }
    }

    /// <summary>What somebody does by hand on the first server.</summary>
    /// <exception cref="ChangeRefusedException">In TeamSpeak's words.</exception>
    public T ByHand<T>(Func<VirtualServer, DateTimeOffset, T> act)
    {
        T outcome;
        lock (_lock)
        {
            try
            {
                outcome = act(Servers[0], _clock.GetUtcNow());
            }
            catch (QueryException refused)
            {
                throw new ChangeRefusedException(FormattableString.Invariant($"TeamSpeak says: {refused.Message} ({refused.Error.Id})."));
            }
        }

        Changed();
        return outcome;
    }

    /// <returns>Null when the address is shut out, for as long as the error says.</returns>
    public (QuerySession? Session, QueryError? Banned) Open(IPAddress address, Action<string> notify)
    {
        lock (_lock)
        {
            if (Guard.BanOf(address) is { } left)
            {
                return (null, QueryError.Banned(left));
            }

            QuerySession session = new(++_connections, notify);
            _sessions.Add(session);
            MostSessions = Math.Max(MostSessions, _sessions.Count);
            return (session, null);
        }
    }

    public void Close(QuerySession session)
    {
        lock (_lock)
        {
            session.Forget();
            _sessions.Remove(session);
        }
    }

    /// <summary>Obeys one line.</summary>
    /// <param name="session">Who sent it.</param>
    /// <param name="address">From where.</param>
    /// <param name="line">Without its end.</param>
    /// <param name="fault">Fails the command before it is obeyed; null for none.</param>
    public QueryReply Answer(QuerySession session, IPAddress address, string line, Fault? fault)
    {
        var request = QueryRequest.Parse(line);
        QueryReply reply;
        lock (_lock)
        {
            try
            {
                reply = Obey(session, address, request, fault);
            }
            catch (QueryException refused)
            {
                reply = new([], refused.Error);
            }

            reply = reply with { ReturnCode = request.First.Text("return_code") };
            Log.Add(new ReceivedCommand(_clock.GetUtcNow(), session.Number, request.Name, CommandLog.WithoutPassword(request.Name, line), fault?.Kind == FaultKind.Timeout ? null : reply.Error.Id));
        }

        if (Commands.GetValueOrDefault(request.Name) is { Changes: true })
        {
            Changed();
        }

        return reply;
    }

    /// <summary>40 characters, some of which must be escaped.</summary>
    public string NextToken() =>
        Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{_start}:{++_tokens}")))[..30]);

    public void Plan(PlannedAnswer answer) => Locked(e =>
    {
        e._planned.Add(answer);
        return true;
    });

    /// <summary>The server stops and starts: logins are lost, voice clients come back.</summary>
    public void Restart()
    {
        lock (_lock)
        {
            _sessions.ForEach(s => s.Forget());
            foreach (var server in Servers)
            {
                server.Reconnect(_clock.GetUtcNow());
            }

            Guard.Clear();
        }

        Changed();
    }

    /// <summary>Everything as on the first day. Open connections lose their login.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            _sessions.ForEach(s => s.Forget());
            _planned.Clear();
            Guard.Clear();
            Log.Clear();
            Settings = new();
            Servers = FirstServers();
        }

        Changed();
    }

    public SavedTeamSpeak Save() => Locked(e => new SavedTeamSpeak(e.Settings, [.. e.Servers.Select(s => s.Save())]));

    public void Restore(SavedTeamSpeak saved) => Locked(e =>
    {
        (e.Settings, e.Servers) = (saved.Settings, [.. saved.Servers.Select(s => new VirtualServer(s))]);
        return true;
    });

    private QueryReply Obey(QuerySession session, IPAddress address, QueryRequest request, Fault? fault)
    {
        // Whoever goes at last is let go.
        if (request.Name != "quit" && Guard.Count(address, Settings) is { } flood)
        {
            throw new QueryException(flood);
        }

        if ((Planned(request.Name) ?? ErrorOf(fault)) is { } failure)
        {
            throw new QueryException(failure);
        }

        var command = Commands.GetValueOrDefault(request.Name) ?? throw new QueryException(256);
        if (command.Needs != Needs.Nothing && session.LoginName is null)
        {
            throw new QueryException(518);
        }

        if (command.Needs == Needs.Server && session.Server is null)
        {
            throw new QueryException(1024);
        }

        return command.Obey(new QueryCall(this, session, request, address, _clock.GetUtcNow()));
    }

    private QueryError? Planned(string command)
    {
        if (_planned.Find(p => p.Command == command) is not { } answer)
        {
            return null;
        }

        _planned.Remove(answer);
        if (answer.Count > 1)
        {
            _planned.Add(answer with { Count = answer.Count - 1 });
        }

        return QueryError.Of(answer.Code) with { FailedPermission = answer.Code == 2568 ? 4353 : null };
    }

    /// <summary>What the faults of web services mean here.</summary>
    private static QueryError? ErrorOf(Fault? fault) => fault?.Kind switch
    {
        FaultKind.BadGateway => QueryError.Of(1033),
        FaultKind.NotFound => QueryError.Of(256),
        FaultKind.RateLimited => QueryError.Flooding(TimeSpan.FromSeconds(fault.Seconds)),
        FaultKind.ErrorLimited => QueryError.FloodBan(TimeSpan.FromSeconds(fault.Seconds)),
        _ => null,
    };

    private VirtualServer[] FirstServers() => [.. FirstDay.Servers(_clock.GetUtcNow()).Select(s => new VirtualServer(s))];
}

/// <summary>An error that the next commands of a name get.</summary>
internal sealed record PlannedAnswer(string Command, int Code, int Count);
