using System.Text.RegularExpressions;

namespace AllianceAuth.Simulator.TeamSpeak;

/// <content>Identities, who is connected, custom fields and privilege keys.</content>
internal sealed partial class VirtualServer
{
    public TeamSpeakClient Client(int databaseId, int otherwise = 1281) => _clients.GetValueOrDefault(databaseId) ?? throw new QueryException(otherwise);

    public OnlineClient? ConnectionOf(int databaseId) => _online.Values.FirstOrDefault(c => c.DatabaseId == databaseId);

    /// <summary>LIKE as the server's own database has it: letters of either case are the same.</summary>
    public static bool IsLike(string text, string pattern) =>
        Regex.IsMatch(
            text,
            $"\\A{Regex.Escape(pattern).Replace("%", ".*", StringComparison.Ordinal).Replace("_", ".", StringComparison.Ordinal)}\\z",
            RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);

    /// <summary>Somebody opens a voice client. An identity that is known comes back, one that is not gets an entry.</summary>
    public TeamSpeakClient Enter(string nickname, string identity, DateTimeOffset now)
    {
        var uid = Identity(identity);
        var known = _clients.Values.FirstOrDefault(c => c.UniqueId == uid);
        if (known is not null && ConnectionOf(known.DatabaseId) is not null)
        {
            return known;
        }

        var shown = FreeNickname(nickname);
        var client = known is null
            ? new TeamSpeakClient(++_lastDatabaseId, uid, shown, now, now, 1, [], new Dictionary<string, string>())
            : known with { Nickname = shown, LastConnected = now, Connections = known.Connections + 1 };
        _clients[client.DatabaseId] = client;
        Connect(client);
        return client;
    }

    /// <summary>A client that is in the database comes back under its last name.</summary>
    public void Return(int databaseId, DateTimeOffset now)
    {
        var client = Client(databaseId, otherwise: 512);
        if (ConnectionOf(databaseId) is null)
        {
            _clients[databaseId] = client = client with { Nickname = FreeNickname(client.Nickname), LastConnected = now, Connections = client.Connections + 1 };
            Connect(client);
        }
    }

    public void Leave(int onlineId, string reason, int reasonId = 8)
    {
        if (!_online.Remove(onlineId))
        {
            throw new QueryException(512);
        }

        Tell(new() { { "cfid", 1 }, { "ctid", 0 }, { "reasonid", reasonId }, { "reasonmsg", reason }, { "clid", onlineId } }, "notifyclientleftview");
    }

    /// <summary>All voice clients come back by themselves, each as a new connection.</summary>
    public void Reconnect(DateTimeOffset now)
    {
        var before = _online.Values.ToList();
        _online.Clear();
        before.ForEach(c => Return(c.DatabaseId, now));
    }

    /// <summary>Removes an identity with its groups and fields.</summary>
    public void Forget(int databaseId)
    {
        Client(databaseId, otherwise: 512);
        if (ConnectionOf(databaseId) is not null)
        {
            throw new QueryException(523);
        }

        _clients.Remove(databaseId);
    }

    public void SetField(int databaseId, string ident, string value)
    {
        var client = Client(databaseId, otherwise: 512);
        _clients[databaseId] = client with { CustomFields = new Dictionary<string, string>(client.CustomFields) { [ident] = value } };
    }

    public void DeleteField(int databaseId, string ident)
    {
        var client = Client(databaseId, otherwise: 512);
        if (!client.CustomFields.ContainsKey(ident))
        {
            throw new QueryException(1281);
        }

        _clients[databaseId] = client with { CustomFields = client.CustomFields.Where(f => f.Key != ident).ToDictionary() };
    }

    public void AddKey(PrivilegeKey key)
    {
        if (key.Type == 0 && Group(key.GroupId).Type == ServerGroupType.Template)
        {
            throw new QueryException(2560);
        }

        _keys.Add(key);
    }

    public void DeleteKey(string token)
    {
        if (_keys.RemoveAll(k => k.Token == token) == 0)
        {
            throw new QueryException(3840);
        }
    }

    /// <summary>A key works once: the group is given, the fields are written, the key is gone.</summary>
    public void UseKey(string token, int databaseId)
    {
        var key = _keys.Find(k => k.Token == token) ?? throw new QueryException(3840);
        var client = Client(databaseId, otherwise: 512);
        Dictionary<string, string> fields = new(client.CustomFields);
        foreach (var (ident, value) in key.CustomFields)
        {
            fields[ident] = value;
        }

        var gives = key.Type == 0 && key.GroupId != DefaultGroup;
        _clients[databaseId] = client with { CustomFields = fields, Groups = gives ? [.. client.Groups.Append(key.GroupId).Distinct().Order()] : client.Groups };
        _keys.Remove(key);
    }

    private void Connect(TeamSpeakClient client)
    {
        var connection = new OnlineClient(NextOnlineId(), client.DatabaseId, client.Nickname);
        _online[connection.Id] = connection;
        Tell(
            new()
            {
                { "cfid", 0 }, { "ctid", 1 }, { "reasonid", 0 }, { "clid", connection.Id }, { "client_unique_identifier", client.UniqueId },
                { "client_nickname", client.Nickname }, { "client_database_id", client.DatabaseId }, { "client_type", 0 },
            },
            "notifycliententerview");
    }
}
