using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Authentication.Data;

/// <summary>Changes who is in which group, set-based: as many statements for thousands as for one.</summary>
internal sealed class MembershipChange(AuthenticationDb db, AccessReader access, TimeProvider clock)
{
    // The rows that really changed, with the audit written in the same statement.
    private const string Frame = """
        WITH changed AS (--change--), noted AS (
            INSERT INTO authentication.audit (subject, subject_id, action, before, after, actor, at)
            SELECT 0, c.user_id, {3}, CASE WHEN {5} THEN '' ELSE g.name END, CASE WHEN {5} THEN g.name ELSE '' END, {4}, {2}
            FROM changed c JOIN authentication.groups g ON g.id = c.group_id
        )
        SELECT DISTINCT user_id AS "Value" FROM changed ORDER BY 1
        """;

    public Task AddAsync(IReadOnlyCollection<Membership> memberships, UserId? actor, string cause, CancellationToken cancellationToken) =>
        ApplyAsync(
            """
            INSERT INTO authentication.group_members (group_id, user_id, since)
            SELECT DISTINCT g.id, u.id, {2}
            FROM unnest({0}, {1}) AS asked(group_id, user_id)
            JOIN authentication.groups g ON g.id = asked.group_id
            JOIN authentication.users u ON u.id = asked.user_id
            ON CONFLICT DO NOTHING
            RETURNING user_id, group_id
            """,
            joined: true, memberships, actor, cause, cancellationToken);

    public Task RemoveAsync(IReadOnlyCollection<Membership> memberships, UserId? actor, string cause, CancellationToken cancellationToken) =>
        ApplyAsync(
            """
            DELETE FROM authentication.group_members m
            USING unnest({0}, {1}) AS asked(group_id, user_id)
            WHERE m.group_id = asked.group_id AND m.user_id = asked.user_id
            RETURNING m.user_id, m.group_id
            """,
            joined: false, memberships, actor, cause, cancellationToken);

    private async Task ApplyAsync(
        string change, bool joined, IReadOnlyCollection<Membership> memberships, UserId? actor, string cause, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        // A caller may have a transaction open already; then this is a part of it.
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancellationToken) : null;
        var users = await db.Database.SqlQueryRaw<int>(
            Frame.Replace("--change--", change, StringComparison.Ordinal),
            memberships.Select(m => m.Group.Value).ToArray(),
            memberships.Select(m => m.User.Value).ToArray(),
            now,
            cause,
            new Npgsql.NpgsqlParameter { NpgsqlDbType = NpgsqlTypes.NpgsqlDbType.Integer, Value = actor is { } who ? who.Value : DBNull.Value },
            joined)
            .ToListAsync(cancellationToken);
        foreach (var batch in users.Chunk(StateDecisions.BatchSize))
        {
            db.Raise(new GroupMembershipChanged(Guid.CreateVersion7(), now, [.. batch.Select(id => new UserId(id))]));
        }

        await db.SaveChangesAsync(cancellationToken);
        if (transaction is not null)
        {
            await transaction.CommitAsync(cancellationToken);
            await access.DropAsync([.. users.Select(id => new UserId(id))], cancellationToken);
        }
    }
}
