using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;
using AllianceAuth.Shared.Web.Access;

namespace AllianceAuth.Authentication.Data;

/// <summary>Names states that carry a permission, and groups that the reader may know of.</summary>
internal sealed class PermissionGuide(GrantReader grants, ICurrentUser current, IEnumerable<IGroupWayIn> entrances) : IPermissionGuide
{
    public async ValueTask<IReadOnlyList<string>> SourcesOfAsync(string permission, CancellationToken cancellationToken)
    {
        if (await current.FindAsync(cancellationToken) is not { } user)
        {
            return [];
        }

        var sources = await grants.SourcesAsync(permission, cancellationToken);
        var groups = sources.Where(s => s.Kind == GrantKind.Group).Select(s => new GroupId(s.Id)).ToList();
        var known = user.Groups.Select(g => g.Group).ToHashSet();
        foreach (var entrance in groups.Count == 0 ? [] : entrances)
        {
            known.UnionWith((await entrance.FindAsync(user, groups, cancellationToken)).Select(door => door.Group));
        }

        return [.. sources.Where(s => s.Kind == GrantKind.State || (s.Kind == GrantKind.Group && known.Contains(new GroupId(s.Id)))).Select(s => s.Name)];
    }
}
