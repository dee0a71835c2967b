using System.Text.Json.Serialization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.GroupManagement.Data;

/// <summary>
/// The rules of all groups, by name, in the cache: there are hundreds of groups and every page asks who leads one.
/// Lists and menus ask here; whoever decides something asks the database, whose context is made only for them: not for every page's menu.
/// </summary>
internal sealed class GroupBook(HybridCache cache, IServiceScopeFactory scopes, IServiceProvider services, IMediator mediator)
{
    private const string Key = "groupmanagement.book";

    private static readonly HybridCacheEntryOptions Options = new() { Expiration = TimeSpan.FromHours(1), LocalCacheExpiration = TimeSpan.FromMinutes(10) };

    /// <summary>All groups, from the cache.</summary>
    public ValueTask<GroupList> ReadAsync(CancellationToken cancellationToken) =>
        cache.GetOrCreateAsync(Key, scopes, static async (scopes, cancelled) => await LoadAsync(scopes, cancelled), Options, [Key], cancellationToken);

    /// <summary>Groups as the database has them; unknown ones are left out.</summary>
    public async Task<IReadOnlyDictionary<GroupId, GroupRules>> FindAsync(IReadOnlyList<GroupId> groups, CancellationToken cancellationToken) =>
        Join(
            await mediator.Send(new FindGroups(groups), cancellationToken),
            await SettingsIn(services.GetRequiredService<GroupManagementDb>(), groups).ToListAsync(cancellationToken))
        .ToDictionary(g => g.Id);

    /// <summary>One group as the database has it, or null.</summary>
    public async Task<GroupRules?> FindAsync(GroupId group, CancellationToken cancellationToken) =>
        (await FindAsync([group], cancellationToken)).GetValueOrDefault(group);

    /// <summary>Forgets what is cached, after the commit.</summary>
    public ValueTask DropAsync(CancellationToken cancellationToken) => cache.RemoveByTagAsync(Key, cancellationToken);

    private static async Task<GroupList> LoadAsync(IServiceScopeFactory scopes, CancellationToken cancellationToken)
    {
        // A scope of its own: the cache may share one reading between several requests, and each of them may end first.
        await using var scope = scopes.CreateAsyncScope();
        var names = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new FindGroups(null), cancellationToken);
        var settings = await SettingsIn(scope.ServiceProvider.GetRequiredService<GroupManagementDb>(), groups: null).ToListAsync(cancellationToken);
        return new GroupList([.. Join(names, settings).OrderBy(g => g.Name, StringComparer.CurrentCultureIgnoreCase)]);
    }

    /// <summary>What is set for groups, with how they are kept, in one statement.</summary>
    private static IQueryable<GroupSettings> SettingsIn(GroupManagementDb db, IReadOnlyList<GroupId>? groups) =>
        from g in groups is null ? db.Groups.AsNoTracking() : db.Groups.AsNoTracking().Where(g => groups.Contains(g.Id))
        select new GroupSettings(
            g,
            db.SmartGroups.Where(s => s.Id == g.Id).Select(s => (SmartGroupMode?)s.Mode).FirstOrDefault(),
            db.ManagedGroups.Any(m => m.GroupId == g.Id));

    private static IEnumerable<GroupRules> Join(IReadOnlyList<GroupInfo> names, List<GroupSettings> settings)
    {
        var known = settings.ToDictionary(s => s.Group.Id);
        // A group whose event is still on its way has the settings every group begins with. GRP-004.
        return names.Select(n =>
        {
            var own = known.GetValueOrDefault(n.Group);
            return (own?.Group ?? new SelfServiceGroup(n.Group)).ToRules(n.Name, n.IsRestricted) with { Smart = own?.Smart, IsAutomatic = own?.IsAutomatic == true };
        });
    }

    private sealed record GroupSettings(SelfServiceGroup Group, SmartGroupMode? Smart, bool IsAutomatic);
}

/// <summary>The rules of all groups, by name.</summary>
internal sealed record GroupList(IReadOnlyList<GroupRules> Groups)
{
    // One list serves every page for minutes, and each asks these.
    private readonly HashSet<UserId> _leaders = [.. Groups.SelectMany(g => g.Leaders)];
    private readonly HashSet<GroupId> _leaderGroups = [.. Groups.SelectMany(g => g.LeaderGroups)];
    private readonly HashSet<GroupId> _automatic = [.. Groups.Where(g => g.IsAutomatic).Select(g => g.Id)];

    /// <summary>Groups kept for corporations and alliances.</summary>
    [JsonIgnore]
    public IReadOnlySet<GroupId> Automatic => _automatic;

    /// <summary>The rules of one, or null.</summary>
    public GroupRules? Find(GroupId group) => Groups.FirstOrDefault(g => g.Id == group);

    /// <summary>Groups whose requests and members a user decides. Internal ones have neither.</summary>
    public IEnumerable<GroupRules> ManagedBy(AccessSnapshot user) => Groups.Where(g => !g.IsInternal && g.IsManagedBy(user));

    /// <summary>Whether a user decides anything: all groups by permission, or some as a leader. GRP-034.</summary>
    public bool IsManager(AccessSnapshot user) => user.Has(GroupManagementPermissions.ManageAll) || IsLeader(user);

    /// <summary>Whether a user leads any group, internal ones included.</summary>
    public bool IsLeader(AccessSnapshot user) => user.IsActive && (_leaders.Contains(user.User) || user.Groups.Any(g => _leaderGroups.Contains(g.Group)));
}
