using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.GroupManagement.Data;

/// <summary>How many requests wait in each group, in the cache: the menu of every page shows it to whoever decides them.</summary>
internal sealed class WaitingRequests(HybridCache cache, IServiceScopeFactory scopes)
{
    private const string Key = "groupmanagement.waiting";

    private static readonly HybridCacheEntryOptions Options = new() { Expiration = TimeSpan.FromHours(1), LocalCacheExpiration = TimeSpan.FromMinutes(10) };

    /// <summary>Groups with requests.</summary>
    public ValueTask<WaitingList> ReadAsync(CancellationToken cancellationToken) =>
        cache.GetOrCreateAsync(Key, scopes, static async (scopes, cancelled) => await LoadAsync(scopes, cancelled), Options, [Key], cancellationToken);

    /// <summary>Forgets what is cached, after the commit.</summary>
    public ValueTask DropAsync(CancellationToken cancellationToken) => cache.RemoveByTagAsync(Key, cancellationToken);

    private static async Task<WaitingList> LoadAsync(IServiceScopeFactory scopes, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<GroupManagementDb>();
        var counts = await db.Requests.AsNoTracking()
            .GroupBy(r => r.GroupId)
            .Select(g => new { Group = g.Key, Joins = g.Count(r => !r.IsLeave), Leaves = g.Count(r => r.IsLeave) })
            .ToListAsync(cancellationToken);
        return new WaitingList([.. counts.Select(c => new WaitingCount(c.Group, c.Joins, c.Leaves))]);
    }
}

/// <summary>What waits where.</summary>
internal sealed record WaitingList(IReadOnlyList<WaitingCount> Groups)
{
    /// <summary>What waits in these groups together.</summary>
    public (int Joins, int Leaves) Sum(Func<GroupId, bool> counts)
    {
        var some = Groups.Where(g => counts(g.Group)).ToList();
        return (some.Sum(g => g.Joins), some.Sum(g => g.Leaves));
    }
}

/// <summary>What waits in one group.</summary>
internal sealed record WaitingCount(GroupId Group, int Joins, int Leaves);
