using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace AllianceAuth.Authentication.Data;

/// <summary>Changes who is in which group, set-based: as many statements for thousands as for one.</summary>
internal sealed class MembershipChange(AuthenticationDb db, AccessReader access, MemberCounter counter, TimeProvider clock)
{
    // The rows that really changed, with the audit written in the same statement.
    private const string Frame = """
        WITH changed AS (--change--), noted AS (
            INSERT INTO authentication.audit (subject, subject_id, action, before, after, actor, at)
            SELECT 0, c.user_id, {1}, CASE WHEN {3} THEN '' ELSE g.name END, CASE WHEN {3} THEN g.name ELSE '' END, {2}, {0}
            FROM changed c JOIN authentication.groups g ON g.id = c.group_id
        )
        SELECT user_id AS "User", group_id AS "Group" FROM changed
        """;

    public Task<IReadOnlyList<Membership>> AddAsync(IReadOnlyCollection<Membership> memberships, UserId? actor, string cause, CancellationToken cancellationToken) =>
        ApplyAsync(
            """
            INSERT INTO authentication.group_members (group_id, user_id, since)
            SELECT DISTINCT g.id, u.id, {0}
            FROM unnest({4}, {5}) AS asked(group_id, user_id)
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
            USING unnest({4}, {5}) AS asked(group_id, user_id)
            WHERE m.group_id = asked.group_id AND m.user_id = asked.user_id
            RETURNING m.user_id, m.group_id
            """,
            joined: false, actor, cause, cancellationToken, Groups(memberships), Users(memberships));

    /// <summary>Takes out whomever a condition fits, without knowing them beforehand.</summary>
    /// <param name="rows">A DELETE from group_members with its RETURNING user_id, group_id; <c>{4}</c> and on are the parameters.</param>
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
        object[] all =
        [
            now,
            cause,
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Integer, Value = actor is { } who ? who.Value : DBNull.Value },
            joined,
            .. parameters,
        ];
        var rows = await db.Database.SqlQueryRaw<ChangedRow>(Frame.Replace("--change--", change, StringComparison.Ordinal), all).ToListAsync(cancellationToken);
        foreach (var batch in rows.GroupBy(r => r.User).OrderBy(u => u.Key).Chunk(StateDecisions.BatchSize))
        {
            GroupId[] groups = [.. batch.SelectMany(u => u).Select(r => r.Group).Distinct().Order().Select(id => new GroupId(id))];
            db.Raise(new GroupMembershipChanged(Guid.CreateVersion7(), now, [.. batch.Select(u => new UserId(u.Key))], groups));
        }

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

    private static int[] Groups(IEnumerable<Membership> memberships) => [.. memberships.Select(m => m.Group.Value)];

    private static int[] Users(IEnumerable<Membership> memberships) => [.. memberships.Select(m => m.User.Value)];

    private sealed record ChangedRow(int User, int Group);
}
