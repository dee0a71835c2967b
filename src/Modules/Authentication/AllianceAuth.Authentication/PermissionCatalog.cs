using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Modules;

namespace AllianceAuth.Authentication;

/// <summary>All permissions that any module declares. Only these can be granted anew; a name that came from elsewhere and that nothing declares yet is kept.</summary>
internal sealed class PermissionCatalog(IEnumerable<IModule> modules)
{
    private readonly Dictionary<string, PermissionDeclaration> _byName = modules
        .SelectMany(m => m.Permissions)
        .GroupBy(p => p.Name, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);

    /// <summary>By name.</summary>
    public IReadOnlyList<PermissionDeclaration> All => [.. _byName.Values.OrderBy(p => p.Name, StringComparer.Ordinal)];

    public bool Contains(string name) => _byName.ContainsKey(name);

    public PermissionDeclaration? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>
    /// What is to be granted: what is wanted of the known ones, and what is held of the unknown ones. Those belong to a module that is not
    /// installed; no form shows them, so no form can take them away.
    /// </summary>
    public HashSet<string> Decide(IEnumerable<string> wanted, IEnumerable<string> held) =>
        [.. wanted.Where(Contains), .. held.Where(name => !Contains(name))];

    /// <summary>What a permission allows; its name when no module declares it any more.</summary>
    public string DescriptionOf(string name) => Find(name)?.Description ?? name;

    /// <summary>Name of the service a permission opens, or null.</summary>
    public string? ServiceOf(string name) => Find(name)?.Service;

    /// <summary>All permissions and these names besides, by application, model and codename.</summary>
    public IReadOnlyList<PermissionDeclaration> With(IEnumerable<string> names) =>
    [
        .. _byName.Values
            .Concat(names.Where(n => !Contains(n)).Distinct(StringComparer.Ordinal).Select(Unknown))
            .OrderBy(p => p.App, StringComparer.Ordinal).ThenBy(p => p.Model, StringComparer.Ordinal).ThenBy(p => p.Codename, StringComparer.Ordinal),
    ];

    /// <summary>A permission that was granted elsewhere and that no module here declares.</summary>
    public static PermissionDeclaration Unknown(string name) => new(name, name);
}
