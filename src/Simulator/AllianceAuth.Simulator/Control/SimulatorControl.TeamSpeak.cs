using AllianceAuth.Simulator.TeamSpeak;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Control;

/// <content>What people and trouble do to the simulated TeamSpeak. All of it happens on the first virtual server.</content>
public sealed partial class SimulatorControl
{
    private QueryEngine _query = null!;
    private QueryListener _listener = null!;

    /// <summary>The simulated TeamSpeak as it is.</summary>
    public SimulatedTeamSpeak TeamSpeak { get; private set; } = null!;

    /// <summary>A person opens a voice client with a privilege key: gets its group, has its custom fields written, and the key is gone.</summary>
    /// <param name="token">The key.</param>
    /// <param name="nickname">What the person is called there; null for what is written on the key.</param>
    /// <param name="identity">Who it is: the same text is the same person, known or forgotten. Null for the nickname.</param>
    /// <returns>The client with its new group and fields.</returns>
    /// <exception cref="ChangeRefusedException">There is no such key.</exception>
    public TeamSpeakClient UseTeamSpeakKey(string token, string? nickname = null, string? identity = null) => _query.ByHand((server, now) =>
    {
        // Asked before anybody comes in: whoever has a wrong key stays outside.
        var key = server.Keys.FirstOrDefault(k => k.Token == token) ?? throw new QueryException(3840);
        var name = nickname ?? (key.Description.Length > 0 ? key.Description : "Invented Pilot");
        var client = server.Enter(name, identity ?? name, now);
        server.UseKey(token, client.DatabaseId);
        return server.Client(client.DatabaseId);
    });

    /// <summary>A person opens a voice client without a key. A known identity has what it had.</summary>
    public TeamSpeakClient ConnectTeamSpeakClient(string nickname, string? identity = null) =>
        _query.ByHand((server, now) => server.Enter(nickname, identity ?? nickname, now));

    /// <summary>An administrator writes a custom field of an identity by hand.</summary>
    public void SetTeamSpeakField(int databaseId, string ident, string value) => _query.ByHand((server, _) =>
    {
        server.SetField(databaseId, ident, value);
        return true;
    });

    /// <summary>A person closes the voice client.</summary>
    /// <exception cref="ChangeRefusedException">That one is not connected.</exception>
    public void DisconnectTeamSpeakClient(int databaseId) => _query.ByHand((server, _) =>
    {
        server.Leave((server.ConnectionOf(databaseId) ?? throw new QueryException(512)).Id, "leaving");
        return true;
    });

    /// <summary>An administrator makes a group by hand.</summary>
    public ServerGroup AddTeamSpeakGroup(string name) => _query.ByHand((server, _) => server.AddGroup(name, ServerGroupType.Regular));

    /// <summary>An administrator renames a group by hand.</summary>
    public void RenameTeamSpeakGroup(int groupId, string name) => _query.ByHand((server, _) =>
    {
        server.RenameGroup(groupId, name);
        return true;
    });

    /// <summary>An administrator deletes a group by hand, with members and all.</summary>
    public void DeleteTeamSpeakGroup(int groupId) => _query.ByHand((server, _) =>
    {
        server.DeleteGroup(groupId, evenWithMembers: true);
        return true;
    });

    /// <summary>An administrator gives a group to somebody, or takes it, by hand.</summary>
    public void SetTeamSpeakMember(int groupId, int databaseId, bool member) => _query.ByHand((server, _) =>
    {
        if (member)
        {
            server.AddMember(groupId, databaseId);
        }
        else
        {
            server.RemoveMember(groupId, databaseId);
        }

        return true;
    });

    /// <summary>An administrator deletes somebody from the client database by hand; who is connected is thrown out first.</summary>
    public void DeleteTeamSpeakClient(int databaseId) => _query.ByHand((server, _) =>
    {
        if (server.ConnectionOf(databaseId) is { } online)
        {
            server.Leave(online.Id, "deleted");
        }

        server.Forget(databaseId);
        return true;
    });

    /// <summary>Changes switches: <c>control.ChangeTeamSpeak(s => s with { FloodCommands = 2, Whitelist = [] })</c>.</summary>
    public void ChangeTeamSpeak(Func<TeamSpeakSettings, TeamSpeakSettings> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        _query.ByHand((_, _) => _query.Settings = change(_query.Settings));
    }

    /// <summary>Answers the next commands of a name with an error, such as 2568. Other trouble is a fault of <see cref="SimulatedService.Teamspeak"/>.</summary>
    public void FailTeamSpeak(string command, int code, int count = 1) => _query.Plan(new PlannedAnswer(command, code, count));

    /// <summary>Starts or stops the virtual server: selecting a stopped one is answered with 1033.</summary>
    public void RunTeamSpeak(bool runs) => _query.ByHand((server, _) => server.IsRunning = runs);

    /// <summary>Listens, or lets the operating system refuse whoever tries to connect.</summary>
    public void ListenTeamSpeak(bool listens)
    {
        if (listens)
        {
            _listener.Admit();
        }
        else
        {
            _listener.Refuse();
        }
    }

    /// <summary>The server starts again: voice clients come back by themselves, bans are forgotten, ServerQuery logins are lost.</summary>
    /// <param name="keepConnections">Whether ServerQuery connections live on without their login, as behind a proxy; otherwise they are cut.</param>
    public void RestartTeamSpeak(bool keepConnections = false)
    {
        _query.Restart();
        if (!keepConnections)
        {
            _listener.CutAll();
        }
    }

    internal void Attach(QueryEngine query, QueryListener listener, SimulatedTeamSpeak teamSpeak) => (_query, _listener, TeamSpeak) = (query, listener, teamSpeak);

    private void ResetTeamSpeak()
    {
        _query.Reset();
        _listener.Admit();
    }
}
