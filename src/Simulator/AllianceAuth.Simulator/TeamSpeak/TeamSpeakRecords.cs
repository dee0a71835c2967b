namespace AllianceAuth.Simulator.TeamSpeak;

/// <summary>What a server group is for.</summary>
public enum ServerGroupType
{
    /// <summary>A pattern for groups of new servers.</summary>
    Template,

    /// <summary>For people.</summary>
    Regular,

    /// <summary>For ServerQuery logins.</summary>
    Query,
}

/// <summary>A server group as it is now.</summary>
/// <param name="Id"><c>sgid</c>.</param>
/// <param name="Name">At most 30 characters.</param>
/// <param name="Type">Whom it is for.</param>
/// <param name="Permissions">What was set on it, by name.</param>
public sealed record ServerGroup(int Id, string Name, ServerGroupType Type, IReadOnlyDictionary<string, GroupPermission> Permissions);

/// <summary>The value of one permission of a group.</summary>
public sealed record GroupPermission(int Value, bool IsNegated, bool IsSkipped);

/// <summary>An identity in the client database.</summary>
/// <param name="DatabaseId"><c>cldbid</c>.</param>
/// <param name="UniqueId">Made from the identity; the same person has the same after being forgotten.</param>
/// <param name="Nickname">The last one.</param>
/// <param name="Created">When it came first.</param>
/// <param name="LastConnected">When it came last.</param>
/// <param name="Connections">How often it came.</param>
/// <param name="Groups">Ids of its server groups; empty means the default group.</param>
/// <param name="CustomFields">By <c>ident</c>.</param>
public sealed record TeamSpeakClient(
    int DatabaseId,
    string UniqueId,
    string Nickname,
    DateTimeOffset Created,
    DateTimeOffset LastConnected,
    int Connections,
    IReadOnlyList<int> Groups,
    IReadOnlyDictionary<string, string> CustomFields);

/// <summary>Somebody who is connected with the voice client.</summary>
/// <param name="Id"><c>clid</c>; another one at each connection.</param>
/// <param name="DatabaseId"><c>cldbid</c>.</param>
/// <param name="Nickname">As shown now.</param>
public sealed record OnlineClient(int Id, int DatabaseId, string Nickname);

/// <summary>A privilege key that nobody has used yet.</summary>
/// <param name="Token">40 characters.</param>
/// <param name="Type">0 for a server group, 1 for a channel group.</param>
/// <param name="GroupId">Which group it gives.</param>
/// <param name="ChannelId">Where; 0 for a server group.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Description">What its maker wrote on it.</param>
/// <param name="CustomFields">What it writes to the identity of whoever uses it.</param>
public sealed record PrivilegeKey(string Token, int Type, int GroupId, int ChannelId, DateTimeOffset Created, string Description, IReadOnlyDictionary<string, string> CustomFields);

/// <summary>A command that reached the server.</summary>
/// <param name="At">By the simulator's clock.</param>
/// <param name="Connection">Counts the connections from 1.</param>
/// <param name="Name">The first word.</param>
/// <param name="Line">As sent, but for passwords.</param>
/// <param name="ErrorId">What it was answered with; null when there was no answer.</param>
public sealed record ReceivedCommand(DateTimeOffset At, int Connection, string Name, string Line, int? ErrorId);
