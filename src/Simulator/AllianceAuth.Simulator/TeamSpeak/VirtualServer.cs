using System.Security.Cryptography;
using System.Text;

namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>One virtual server: who and what is in it, and what it allows. Its callers hold the engine's lock.</summary>
internal sealed partial class VirtualServer
{
    public const int DefaultGroup = 8;
    public const int QueryAccount = 1;
    public const int LongestName = 30;

    private readonly SortedDictionary<int, ServerGroup> _groups;
    private readonly SortedDictionary<int, TeamSpeakClient> _clients;
    private readonly SortedDictionary<int, OnlineClient> _online;
    private readonly List<PrivilegeKey> _keys;
    private int _lastGroup;
    private int _lastDatabaseId;
    private int _lastOnline;

    public VirtualServer(SavedVirtualServer saved)
    {
        (Id, Port, Name, IsRunning, _lastGroup, _lastDatabaseId) = (saved.Id, saved.Port, saved.Name, saved.IsRunning, saved.LastGroup, saved.LastDatabaseId);
        _groups = new(saved.Groups.ToDictionary(g => g.Id));
        _clients = new(saved.Clients.ToDictionary(c => c.DatabaseId));
        _online = new(saved.Online.ToDictionary(c => c.Id));
        _keys = [.. saved.Keys];
        _lastOnline = saved.Online.Select(c => c.Id).DefaultIfEmpty(0).Max();
    }

    public int Id { get; }

    public int Port { get; }

    public string Name { get; }

    public string UniqueId => Identity($"server {Id}");

    public bool IsRunning { get; set; }

    public IReadOnlyCollection<ServerGroup> Groups => _groups.Values;

    public IReadOnlyCollection<TeamSpeakClient> Clients => _clients.Values;

    public IReadOnlyCollection<OnlineClient> Online => _online.Values;

    public IReadOnlyCollection<PrivilegeKey> Keys => _keys;

    /// <summary>ServerQuery connections that have selected this server.</summary>
    public List<QuerySession> Queries { get; } = [];

    public SavedVirtualServer Save() =>
        new(Id, Port, Name, IsRunning, _lastGroup, _lastDatabaseId, [.. _groups.Values], [.. _clients.Values], [.. _online.Values], [.. _keys]);

    /// <summary>28 characters as TeamSpeak makes them from a key: with slashes, plus signs and an equals sign at the end.</summary>
    public static string Identity(string of) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(of))[..20]);

    public int NextOnlineId() => ++_lastOnline;

    /// <summary>Somebody may have the name already; then TeamSpeak counts.</summary>
    public string FreeNickname(string wanted, object? butOf = null)
    {
        var name = wanted.Length > LongestName ? wanted[..LongestName].TrimEnd() : wanted;
        for (var count = 1; IsTaken(name, butOf); count++)
        {
            name = FormattableString.Invariant($"{wanted[..Math.Min(wanted.Length, LongestName - 3)]}{count}");
        }

        return name;
    }

    public bool IsTaken(string nickname, object? butOf = null) =>
        _online.Values.Any(c => c.Nickname == nickname) || Queries.Any(q => q.Nickname == nickname && q != butOf);

    private void Tell(QueryRow row, string name)
    {
        foreach (var listener in Queries.Where(q => q.IsListening))
        {
            listener.Notify($"{name} {row.ToLine(new TeamSpeakSettings())}");
        }
    }
}
