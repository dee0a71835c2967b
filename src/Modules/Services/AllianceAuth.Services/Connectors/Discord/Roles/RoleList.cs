using AllianceAuth.Services.Connectors.Discord.Api;

namespace AllianceAuth.Services.Connectors.Discord.Roles;

/// <summary>Roles of the server, by id. Two lists are the same when their ids are. DISC-080.</summary>
internal sealed class RoleList : IEquatable<RoleList>
{
    private readonly Dictionary<long, DiscordRole> _roles;

    public RoleList(IEnumerable<DiscordRole> roles) => _roles = roles.DistinctBy(r => r.Id).ToDictionary(r => r.Id);

    public IReadOnlyCollection<DiscordRole> Roles => _roles.Values;

    public IReadOnlyList<long> Ids => [.. _roles.Keys.Order()];

    public bool IsEmpty => _roles.Count == 0;

    public bool Contains(long id) => _roles.ContainsKey(id);

    /// <summary>The role of exactly that name once it is cut; null when there is none. Of several the oldest.</summary>
    public DiscordRole? Find(string name)
    {
        var cut = NameOf(name);
        return _roles.Values.Where(r => r.Name == cut).MinBy(r => r.Id);
    }

    /// <summary>Those with these ids; ids that are not in the list are left out.</summary>
    public RoleList Only(IEnumerable<long> ids) => new(ids.Where(_roles.ContainsKey).Select(id => _roles[id]));

    /// <summary>Those that Discord gives and takes by itself.</summary>
    public RoleList Managed() => new(_roles.Values.Where(r => r.Managed));

    /// <summary>Those of these names, whatever their case.</summary>
    public RoleList Named(IEnumerable<string> names)
    {
        var sought = names.Select(NameOf).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new(_roles.Values.Where(r => sought.Contains(r.Name)));
    }

    public RoleList Union(RoleList other) => new(_roles.Values.Concat(other.Roles));

    public RoleList Except(RoleList other) => new(_roles.Values.Where(r => !other.Contains(r.Id)));

    public bool Equals(RoleList? other) => other is not null && _roles.Keys.ToHashSet().SetEquals(other._roles.Keys);

    public override bool Equals(object? obj) => Equals(obj as RoleList);

    public override int GetHashCode() => _roles.Keys.Aggregate(0, (hash, id) => hash ^ id.GetHashCode());

    /// <summary>A name as long as Discord takes it. DISC-037.</summary>
    public static string NameOf(string name) => Domain.UniqueNames.Cut(name, DiscordApi.LongestRoleName);
}
