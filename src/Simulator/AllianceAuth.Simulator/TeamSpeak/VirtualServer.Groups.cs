using System.Text.RegularExpressions;

namespace AllianceAuth.Simulator.TeamSpeak;

/// <content>Server groups and who is in them.</content>
internal sealed partial class VirtualServer
{
    public ServerGroup Group(int id) => _groups.GetValueOrDefault(id) ?? throw new QueryException(2560);

    public ServerGroup AddGroup(string name, ServerGroupType type)
    {
        CheckName(name);
        var group = new ServerGroup(++_lastGroup, name, type, new Dictionary<string, GroupPermission>());
        return _groups[group.Id] = group;
    }

    public void RenameGroup(int id, string name)
    {
        var group = Group(id);
        if (group.Name != name)
        {
            CheckName(name);
        }

        _groups[id] = group with { Name = name };
    }

    /// <summary>Its members lose it, and keys that would give it are gone too.</summary>
    public void DeleteGroup(int id, bool evenWithMembers)
    {
        Group(id);
        if (id == DefaultGroup)
        {
            throw new QueryException(2564);
        }

        var members = MembersOf(id);
        if (members.Count > 0 && !evenWithMembers)
        {
            throw new QueryException(2567);
        }

        foreach (var member in members)
        {
            _clients[member.DatabaseId] = member with { Groups = [.. member.Groups.Where(g => g != id)] };
        }

        _groups.Remove(id);
        _keys.RemoveAll(k => k.Type == 0 && k.GroupId == id);
    }

    public void SetPermission(int id, string name, GroupPermission value)
    {
        var group = Group(id);
        if (!PermissionName().IsMatch(name))
        {
            throw new QueryException(2562);
        }

        _groups[id] = group with { Permissions = new Dictionary<string, GroupPermission>(group.Permissions) { [name] = value } };
    }

    /// <summary>In the default group is whoever is in no other.</summary>
    public IReadOnlyList<TeamSpeakClient> MembersOf(int id) =>
        [.. _clients.Values.Where(c => id == DefaultGroup ? c.Groups.Count == 0 : c.Groups.Contains(id))];

    public IReadOnlyList<ServerGroup> GroupsOf(TeamSpeakClient client) =>
        client.Groups.Count == 0 ? [_groups[DefaultGroup]] : [.. client.Groups.Where(_groups.ContainsKey).Select(g => _groups[g])];

    public void AddMember(int group, int databaseId)
    {
        var client = MemberOfSomething(group, databaseId);
        if (client.Groups.Contains(group))
        {
            throw new QueryException(2561);
        }

        _clients[databaseId] = client with { Groups = [.. client.Groups.Append(group).Order()] };
    }

    public void RemoveMember(int group, int databaseId)
    {
        var client = MemberOfSomething(group, databaseId);
        if (!client.Groups.Contains(group))
        {
            throw new QueryException(2563);
        }

        _clients[databaseId] = client with { Groups = [.. client.Groups.Where(g => g != group)] };
    }

    /// <returns>The client, when the group is one that can be given and taken.</returns>
    private TeamSpeakClient MemberOfSomething(int group, int databaseId)
    {
        if (Group(group).Type == ServerGroupType.Template)
        {
            throw new QueryException(2560);
        }

        return group == DefaultGroup ? throw new QueryException(2564) : Client(databaseId, otherwise: 512);
    }

    private void CheckName(string name)
    {
        if (name.Length is 0 or > LongestName)
        {
            throw new QueryException(1541);
        }

        if (_groups.Values.Any(g => g.Name == name && g.Type != ServerGroupType.Template))
        {
            throw new QueryException(1282);
        }
    }

    [GeneratedRegex("^[bi]_[a-z0-9_]+$|^[0-9]+$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex PermissionName();
}
