using System.Text.Json.Serialization;

namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>What the simulated TeamSpeak remembers beyond its end.</summary>
internal sealed record SavedTeamSpeak(TeamSpeakSettings Settings, IReadOnlyList<SavedVirtualServer> Servers)
{
    /// <summary>Reading looks after properties that are null, but neither after what lists hold nor after what belongs together.</summary>
    [JsonIgnore]
    public bool IsWhole => !Settings.Whitelist.Contains(null!) && Servers.Count > 0 && Servers.All(s => s is { IsWhole: true });
}

/// <param name="Id"><c>sid</c>.</param>
/// <param name="Port">For voice.</param>
/// <param name="Name">For people.</param>
/// <param name="IsRunning">Stopped ones refuse to be selected.</param>
/// <param name="LastGroup">No id is given twice.</param>
/// <param name="LastDatabaseId">Here neither.</param>
/// <param name="Groups">All of them.</param>
/// <param name="Clients">The client database.</param>
/// <param name="Online">Who is connected.</param>
/// <param name="Keys">Those not used.</param>
internal sealed record SavedVirtualServer(
    int Id,
    int Port,
    string Name,
    bool IsRunning,
    int LastGroup,
    int LastDatabaseId,
    IReadOnlyList<ServerGroup> Groups,
    IReadOnlyList<TeamSpeakClient> Clients,
    IReadOnlyList<OnlineClient> Online,
    IReadOnlyList<PrivilegeKey> Keys)
{
    [JsonIgnore]
    public bool IsWhole =>
        Groups.All(g => g is not null && !g.Permissions.Values.Contains(null!))
        && Clients.All(c => c is not null && !c.CustomFields.Values.Contains(null!))
        && Keys.All(k => k is not null && !k.CustomFields.Values.Contains(null!))
        && Groups.DistinctBy(g => g.Id).Count() == Groups.Count
        && Clients.DistinctBy(c => c.DatabaseId).Count() == Clients.Count
        && Groups.Any(g => g.Id == VirtualServer.DefaultGroup)
        && Clients.Any(c => c.DatabaseId == VirtualServer.QueryAccount)
        && Online.All(o => o is not null && Clients.Any(c => c.DatabaseId == o.DatabaseId))
        && Online.DistinctBy(o => o.Id).Count() == Online.Count;
}
