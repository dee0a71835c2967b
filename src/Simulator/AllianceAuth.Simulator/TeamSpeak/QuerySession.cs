namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>What the server knows of one ServerQuery connection.</summary>
/// <param name="number">Counts the connections from 1.</param>
/// <param name="notify">Sends a line that nobody asked for.</param>
internal sealed class QuerySession(int number, Action<string> notify)
{
    public int Number => number;

    /// <summary>Null before the login.</summary>
    public string? LoginName { get; set; }

    /// <summary>The selected one.</summary>
    public VirtualServer? Server { get; private set; }

    /// <summary><c>clid</c> on the selected server.</summary>
    public int ClientId { get; private set; }

    public string Nickname { get; set; } = "";

    /// <summary>Whether it registered for events.</summary>
    public bool IsListening { get; set; }

    public void Notify(string line) => notify(line);

    public void Select(VirtualServer server)
    {
        if (Server == server)
        {
            return;
        }

        Deselect();
        Server = server;
        ClientId = server.NextOnlineId();
        Nickname = server.FreeNickname(LoginName ?? "Unknown");
        server.Queries.Add(this);
    }

    public void Deselect()
    {
        Server?.Queries.Remove(this);
        Server = null;
        ClientId = 0;
        Nickname = "";
        IsListening = false;
    }

    /// <summary>As it was before the first command.</summary>
    public void Forget()
    {
        LoginName = null;
        Deselect();
    }
}
