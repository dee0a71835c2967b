using System.Collections.Concurrent;
using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Authentication.Data;

/// <summary>
/// How many users are in each group. A million memberships are not counted for every page: each group's number stays in this node's memory
/// for a minute, and those that changed are counted anew, all in one statement. A change on another node shows after that minute.
/// </summary>
internal sealed class MemberCounter(IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<GroupId, Counted> _counts = new();
    private int _changes;

    /// <summary>Members of each of these groups.</summary>
    public async Task<IReadOnlyDictionary<GroupId, int>> CountAsync(IReadOnlyCollection<GroupId> groups, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var counts = new Dictionary<GroupId, int>(groups.Count);
        List<int> unknown = [];
        foreach (var group in groups)
        {
            if (_counts.TryGetValue(group, out var known) && now < known.Until)
            {
                counts[group] = known.Members;
            }
            else
            {
                unknown.Add(group.Value);
            }
        }

        if (unknown.Count > 0)
        {
            await CountAnewAsync([.. unknown], counts, now, cancellationToken);
        }

        return counts;
    }

    /// <summary>Forgets the numbers of these groups; null for all.</summary>
    public void Drop(IReadOnlyCollection<GroupId>? groups)
    {
        Interlocked.Increment(ref _changes);
        foreach (var group in groups ?? [.. _counts.Keys])
        {
            _counts.TryRemove(group, out _);
        }
    }

    private async Task CountAnewAsync(int[] groups, Dictionary<GroupId, int> counts, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var changes = Volatile.Read(ref _changes);
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<AuthenticationDb>();
        var found = await db.Database.SqlQuery<MemberCount>(
            $"""
            SELECT asked.id AS "Group", (SELECT count(*)::int FROM authentication.group_members m WHERE m.group_id = asked.id) AS "Members"
            FROM unnest({groups}) AS asked(id)
            """).ToListAsync(cancellationToken);
        foreach (var (group, members) in found)
        {
            counts[new GroupId(group)] = members;
            // What was counted before a change must not outlive it.
            if (changes == Volatile.Read(ref _changes))
            {
                _counts[new GroupId(group)] = new Counted(members, now + Life);
            }
        }
    }

    private sealed record Counted(int Members, DateTimeOffset Until);

    private sealed record MemberCount(int Group, int Members);
}
