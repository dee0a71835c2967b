using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Infrastructure.Changes;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Data;

/// <summary>Changes who is in which group, set-based: as many statements for thousands as for one.</summary>
internal sealed class MembershipChange(AuthenticationDb db, AccessReader access, MemberCounter counter, TimeProvider clock)
{
    // A history that names more people nobody reads; how many there were is said instead.
    private const int MostNamed = 100;

    // The rows that really changed, with the names that the history keeps.
    private const string Frame = """
        WITH changed AS (--change--)
        SELECT c.user_id AS "User", c.group_id AS "Group", u.shown_name::text AS "UserName", g.name::text AS "GroupName"
        FROM changed c JOIN authentication.groups g ON g.id = c.group_id JOIN authentication.users u ON u.id = c.user_id
        """;

    public Task<IReadOnlyList<Membership>> AddAsync(IReadOnlyCollection<Membership> memberships, UserId? actor, string cause, CancellationToken cancellationToken) =>
        ApplyAsync(
            """
            INSERT INTO authentication.group_members (group_id, user_id, since)
            SELECT DISTINCT g.id, u.id, {0}
            FROM unnest({1}, {2}) AS asked(group_id, user_id)
            JOIN authentication.groups g ON g.id = asked.group_id
            JOIN authentication.users u ON u.id = asked.user_id
            ON CONFLICT DO NOTHING
            RETURNING user_id, group_id
            """,
            joined: true, actor, cause, cancellationToken, Groups(memberships), Users(memberships));

    public Task<IReadOnlyList<Membership>> RemoveAsync(IReadOnlyCollection<Membership> memberships, UserId? actor, string cause, CancellationToken cancellationToken) =>
        ApplyAsync(
            """
            DELETE FROM authentication.group_members m
            USING unnest({1}, {2}) AS asked(group_id, user_id)
            WHERE m.group_id = asked.group_id AND m.user_id = asked.user_id
            RETURNING m.user_id, m.group_id
            """,
            joined: false, actor, cause, cancellationToken, Groups(memberships), Users(memberships));

    /// <summary>Takes out whomever a condition fits, without knowing them beforehand.</summary>
    /// <param name="rows">A DELETE from group_members with its RETURNING user_id, group_id; <c>{0}</c> is the time, <c>{1}</c> and on are the parameters.</param>
    /// <param name="actor">Who decided it.</param>
    /// <param name="cause">Text key.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <param name="parameters">Its parameters.</param>
    public Task<IReadOnlyList<Membership>> RemoveWhereAsync(string rows, UserId? actor, string cause, CancellationToken cancellationToken, params IReadOnlyList<object> parameters) =>
        ApplyAsync(rows, joined: false, actor, cause, cancellationToken, parameters);

    private async Task<IReadOnlyList<Membership>> ApplyAsync(
        string change, bool joined, UserId? actor, string cause, CancellationToken cancellationToken, params IReadOnlyList<object> parameters)
    {
        var now = clock.GetUtcNow();
        // A caller may have a transaction open already; then this is a part of it.
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        object[] all = [now, .. parameters];
        var rows = await db.Database.SqlQueryRaw<ChangedRow>(Frame.Replace("--change--", change, StringComparison.Ordinal), all).ToListAsync(cancellationToken);
        foreach (var batch in rows.GroupBy(r => r.User).OrderBy(u => u.Key).Chunk(StateDecisions.BatchSize))
        {
            GroupId[] groups = [.. batch.SelectMany(u => u).Select(r => r.Group).Distinct().Order().Select(id => new GroupId(id))];
            db.Raise(new GroupMembershipChanged(Guid.CreateVersion7(), now, [.. batch.Select(u => new UserId(u.Key))], groups));
        }

        Record(rows, joined, actor, cause, now);
        await db.SaveChangesAsync(cancellationToken);
        Membership[] changed = [.. rows.Select(r => new Membership(new UserId(r.User), new GroupId(r.Group)))];
        if (transaction is not null && changed.Length > 0)
        {
            await transaction.CommitAsync(cancellationToken);
            counter.Drop([.. changed.Select(m => m.Group).Distinct()]);
            await access.DropAsync([.. changed.Select(m => m.User).Distinct()], cancellationToken);
        }

        return changed;
    }

    /// <summary>One entry a group, whatever the number of users: a sync of everybody must not fill the outbox.</summary>
    private void Record(List<ChangedRow> rows, bool joined, UserId? actor, string cause, DateTimeOffset now)
    {
        foreach (var group in rows.GroupBy(r => (r.Group, r.GroupName)))
        {
            var names = group.Select(r => r.UserName).Order(StringComparer.OrdinalIgnoreCase).Take(MostNamed).ToList();
            if (group.Count() is var count && count > names.Count)
            {
                names.Add($"+{(count - names.Count).ToString(CultureInfo.InvariantCulture)}");
            }

            var trail = new ChangeTrail(db, "groupmanagement", "group", actor, now);
            trail.NoteList("authentication.audit.groupmembers", joined ? [] : names, joined ? names : []);
            trail.Record(group.Key.Group, group.Key.GroupName, cause: cause);
        }
    }

    private static int[] Groups(IEnumerable<Membership> memberships) => [.. memberships.Select(m => m.Group.Value)];

    private static int[] Users(IEnumerable<Membership> memberships) => [.. memberships.Select(m => m.User.Value)];

    private sealed record ChangedRow(int User, int Group, string UserName, string GroupName);
}
