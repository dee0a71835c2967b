using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Data;

/// <summary>
/// Puts users into groups and takes them out by what the log says was decided. The log is ours and the membership Authentication's: the decision is
/// stored first, then carried out at once; should the node die in between, the event that was stored with it carries it out.
/// </summary>
internal sealed class Memberships(GroupManagementDb db, GroupBook book, GroupSignals signals, IMediator mediator, TimeProvider clock)
{
    // Any number that no other advisory lock of the site uses in its two-key form: "Grps" in ASCII.
    public const int LockClass = 0x4772_7073;

    /// <summary>Notes a decision with the event that sees it through. The caller saves, then calls <see cref="SettleAsync"/>.</summary>
    public void Note(GroupRules group, UserName user, GroupLogType type, bool isAccepted, UserName actor, GroupRequest? request = null)
    {
        var now = clock.GetUtcNow();
        db.Log.Add(new GroupLogEntry(group.Id, group.Name, user.Id, user.Name, type, isAccepted, actor.Id, actor.Name, now, request?.Id) { AskedAt = request?.CreatedAt });
        if (isAccepted)
        {
            db.Raise(new GroupMembershipDecided(Guid.CreateVersion7(), now, user.Id, group.Id));
        }
    }

    /// <summary>Joins or leaves by the user's own decision, where no leader is asked. A request from before has been granted by it.</summary>
    public async Task DecideAtOnceAsync(GroupRules group, AccessSnapshot user, GroupLogType type, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var answered = await db.Requests.Where(r => r.GroupId == group.Id && r.UserId == user.User).ExecuteDeleteAsync(cancellationToken);
        Note(group, UserName.Of(user), type, isAccepted: true, UserName.Of(user));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await SettleAsync([new Membership(user.User, group.Id)], cancellationToken);
        if (answered > 0)
        {
            await signals.RequestsChangedAsync([group], cancellationToken);
        }
    }

    /// <summary>Queues a user for the leaders. Of two clicks at once one wins, and both see that they wait.</summary>
    public async Task AskLeadersAsync(GroupRules group, UserId user, bool isLeave, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var isNew = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO groupmanagement.requests (group_id, user_id, is_leave, created_at)
            VALUES ({group.Id.Value}, {user.Value}, {isLeave}, {now})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken) > 0;
        if (isNew)
        {
            db.Raise(new GroupRequestSubmitted(Guid.CreateVersion7(), now, user, group.Id, isLeave));
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            await signals.RequestsChangedAsync([group], cancellationToken);
        }
    }

    /// <summary>Makes memberships what was last decided about them.</summary>
    public async Task SettleAsync(IReadOnlyCollection<Membership> memberships, CancellationToken cancellationToken)
    {
        if (memberships.Count == 0)
        {
            return;
        }

        int[] groups = [.. memberships.Select(m => m.Group.Value)];
        int[] users = [.. memberships.Select(m => m.User.Value)];
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // One at a time for each user, from reading to carrying out: a late event must not bring back what was undone while it was at it.
        await db.Database.ExecuteSqlAsync(
            $"SELECT pg_advisory_xact_lock({LockClass}, u) FROM (SELECT DISTINCT unnest({users}) AS u ORDER BY 1) AS asked", cancellationToken);
        var decided = await db.Log
            .FromSql(
                $"""
                SELECT DISTINCT ON (l.group_id, l.user_id) l.*
                FROM groupmanagement.log l
                JOIN unnest({groups}, {users}) AS asked(group_id, user_id) ON l.group_id = asked.group_id AND l.user_id = asked.user_id
                WHERE l.is_accepted
                ORDER BY l.group_id, l.user_id, l.id DESC
                """)
            .AsNoTracking()
            .ToListAsync(cancellationToken);
        var joined = decided.Where(d => d.Type is GroupLogType.Join).ToList();
        foreach (var actor in (await StillAllowedAsync(joined, cancellationToken)).GroupBy(d => d.ActorId))
        {
            await mediator.Send(new AddToGroups([.. actor.Select(d => new Membership(d.UserId, d.GroupId))], actor.Key, "groupmanagement.cause.joined"), cancellationToken);
        }

        foreach (var actor in decided.Where(d => d.Type is not GroupLogType.Join).GroupBy(d => d.ActorId))
        {
            await mediator.Send(new RemoveFromGroups([.. actor.Select(d => new Membership(d.UserId, d.GroupId))], actor.Key, "groupmanagement.cause.left"), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>When a decision is carried out late, the user's state or the group may have changed.</summary>
    private async Task<IEnumerable<GroupLogEntry>> StillAllowedAsync(List<GroupLogEntry> joined, CancellationToken cancellationToken)
    {
        if (joined.Count == 0)
        {
            return [];
        }

        var rules = await book.FindAsync([.. joined.Select(d => d.GroupId).Distinct()], cancellationToken);
        var users = (await mediator.Send(new AccessOf([.. joined.Select(d => d.UserId).Distinct()]), cancellationToken)).ToDictionary(u => u.User);
        return joined.Where(d => rules.TryGetValue(d.GroupId, out var group)
            && users.TryGetValue(d.UserId, out var user)
            && group.FindGrantRefusal(isLeave: false, user.State, user.StateName) is null);
    }
}

/// <summary>A user with the login name the log keeps.</summary>
internal sealed record UserName(UserId Id, string Name)
{
    public static UserName Of(AccessSnapshot user) => new(user.User, user.UserName);
}
