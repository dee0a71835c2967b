using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using AllianceAuth.Shared.Access;

namespace AllianceAuth.Authentication.Data;

/// <summary>Reads grants and those who hold something by them, for the pages that audit and explain: each question is one statement.</summary>
internal sealed class GrantReader(AuthenticationDb db)
{
    /// <summary>What carries a permission, and how many users hold it by that; superusers are one of them.</summary>
    public Task<List<GrantSource>> SourcesAsync(string permission, CancellationToken cancellationToken) =>
        db.Database.SqlQueryRaw<GrantSource>(
            """
            SELECT * FROM (
                SELECT 0 AS "KindNumber", 0 AS "Id", '' AS "Name", count(*)::int AS "Users" FROM authentication.user_permissions WHERE permission = {0} HAVING count(*) > 0
                UNION ALL
                SELECT 1, g.id, g.name, (SELECT count(*) FROM authentication.group_members m WHERE m.group_id = g.id)::int
                FROM authentication.group_permissions p JOIN authentication.groups g ON g.id = p.group_id WHERE p.permission = {0}
                UNION ALL
                SELECT 2, s.id, s.name, coalesce(c.users, 0)::int
                FROM authentication.state_permissions p JOIN authentication.states s ON s.id = p.state_id
                LEFT JOIN (SELECT state, count(*) AS users FROM authentication.users GROUP BY state) c ON c.state = s.id
                WHERE p.permission = {0}
                UNION ALL
                SELECT 3, 0, '', count(*)::int FROM authentication.users WHERE is_superuser AND is_active) sources
            ORDER BY "KindNumber", "Name"
            """,
            permission).ToListAsync(cancellationToken);

    /// <summary>Who holds a permission, one row a grant. PERM-017, PERM-018, PERM-020.</summary>
    /// <param name="permission">Full name.</param>
    /// <param name="only">By this grant only; null for all.</param>
    /// <param name="search">Part of a name; null for all.</param>
    /// <param name="skip">How many to leave out.</param>
    /// <param name="take">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<(IReadOnlyList<Holder> Rows, int Total)> HoldersAsync(
        string permission, GrantSource? only, string? search, int skip, int take, CancellationToken cancellationToken)
    {
        var rows = await ReadAsync(skip, take);
        // A page behind the last has no row to hold the total.
        var total = rows.Count > 0 ? rows[0].Total : skip > 0 && await ReadAsync(0, 1) is [var first] ? first.Total : 0;
        return (rows, total);

        Task<List<Holder>> ReadAsync(int from, int most) => Holders(permission, only, search, from, most).ToListAsync(cancellationToken);
    }

    /// <summary>All of them, for a file: one statement, read as it is written.</summary>
    public IAsyncEnumerable<Holder> AllHoldersAsync(string permission, GrantSource? only, string? search) => Holders(permission, only, search, 0, int.MaxValue).AsAsyncEnumerable();

    private IQueryable<Holder> Holders(string permission, GrantSource? only, string? search, int skip, int take) =>
        db.Database.SqlQueryRaw<Holder>(
            """
            SELECT x.kind AS "KindNumber", x.id AS "SourceId", x.source AS "Source", u.id AS "User", u.user_name AS "UserName", u.is_active AS "IsActive",
                   u.main_character_id AS "MainId", u.main_name AS "MainName", u.main_corporation_name AS "Corporation", u.main_alliance_name AS "Alliance",
                   count(*) OVER ()::int AS "Total"
            FROM (
                SELECT 0 AS kind, 0 AS id, '' AS source, p.user_id FROM authentication.user_permissions p WHERE p.permission = @permission
                UNION ALL
                SELECT 1, g.id, g.name, m.user_id
                FROM authentication.group_permissions p JOIN authentication.groups g ON g.id = p.group_id JOIN authentication.group_members m ON m.group_id = g.id
                WHERE p.permission = @permission
                UNION ALL
                SELECT 2, s.id, s.name, o.id
                FROM authentication.state_permissions p JOIN authentication.states s ON s.id = p.state_id JOIN authentication.users o ON o.state = s.id
                WHERE p.permission = @permission) x
            JOIN authentication.users u ON u.id = x.user_id
            WHERE (@kind < 0 OR x.kind = @kind AND x.id = @source)
              AND (@like = '' OR u.user_name ILIKE @like OR u.main_name ILIKE @like OR u.main_corporation_name ILIKE @like OR u.main_alliance_name ILIKE @like)
            ORDER BY x.kind, x.source, u.shown_name, u.id
            OFFSET @skip LIMIT @take
            """,
            new NpgsqlParameter("permission", permission),
            new NpgsqlParameter("kind", only is null ? -1 : only.KindNumber),
            new NpgsqlParameter("source", only is null ? -1 : only.Id),
            new NpgsqlParameter("like", Pattern(search)),
            new NpgsqlParameter("skip", skip),
            new NpgsqlParameter("take", take));

    /// <summary>Every grant by which a user holds, or would hold when active, something.</summary>
    public Task<List<GrantPath>> PathsOfAsync(UserId user, CancellationToken cancellationToken) =>
        db.Database.SqlQueryRaw<GrantPath>(
            """
            SELECT p.permission AS "Permission", 2 AS "KindNumber", s.id AS "Id", s.name AS "Name"
            FROM authentication.users u JOIN authentication.states s ON s.id = u.state JOIN authentication.state_permissions p ON p.state_id = s.id
            WHERE u.id = {0}
            UNION ALL
            SELECT p.permission, 1, g.id, g.name
            FROM authentication.group_members m JOIN authentication.groups g ON g.id = m.group_id JOIN authentication.group_permissions p ON p.group_id = g.id
            WHERE m.user_id = {0}
            UNION ALL
            SELECT p.permission, 0, 0, '' FROM authentication.user_permissions p WHERE p.user_id = {0}
            ORDER BY 1, 2 DESC, 4
            """,
            user.Value).ToListAsync(cancellationToken);

    /// <summary>Every way a permission could reach a user, and whether it does.</summary>
    public Task<List<GrantWay>> WaysAsync(UserId user, string permission, CancellationToken cancellationToken) =>
        db.Database.SqlQueryRaw<GrantWay>(
            """
            SELECT w.*, coalesce(members.kinds, ARRAY[]::int[]) AS "Kinds", coalesce(members.ids, ARRAY[]::bigint[]) AS "Entities"
            FROM (
                SELECT 2 AS "KindNumber", s.id AS "Id", s.name AS "Name", s.id = u.state AS "Holds", s.priority AS "Priority", s.is_public AS "IsPublic", NULL::timestamptz AS "Since"
                FROM authentication.state_permissions p JOIN authentication.states s ON s.id = p.state_id CROSS JOIN authentication.users u
                WHERE p.permission = {1} AND u.id = {0}
                UNION ALL
                SELECT 1, g.id, g.name, m.user_id IS NOT NULL, 0, false, m.since
                FROM authentication.group_permissions p JOIN authentication.groups g ON g.id = p.group_id
                LEFT JOIN authentication.group_members m ON m.group_id = g.id AND m.user_id = {0}
                WHERE p.permission = {1}
                UNION ALL
                SELECT 0, p.user_id, '', true, 0, false, NULL FROM authentication.user_permissions p WHERE p.permission = {1} AND p.user_id = {0}) w
            LEFT JOIN LATERAL (
                SELECT array_agg(kind) AS kinds, array_agg(entity_id) AS ids
                FROM (SELECT kind, entity_id FROM authentication.state_members WHERE w."KindNumber" = 2 AND state_id = w."Id" ORDER BY kind DESC, entity_id LIMIT 12) listed) members ON true
            ORDER BY "Holds" DESC, "KindNumber" DESC, "Priority" DESC, "Name"
            """,
            user.Value,
            permission).ToListAsync(cancellationToken);

    /// <summary>Names of the states that fit a user, best first.</summary>
    public Task<List<FittingState>> FittingStatesAsync(UserId user, CancellationToken cancellationToken) =>
        db.Database.SqlQueryRaw<FittingState>(
            """
            SELECT s.id AS "Id", s.name AS "Name", s.priority AS "Priority"
            FROM authentication.users u JOIN authentication.states s ON s.is_public OR EXISTS (
                SELECT 1 FROM authentication.state_members m WHERE m.state_id = s.id AND (m.kind, m.entity_id) IN
                    ((0, u.main_character_id), (1, u.main_corporation_id), (2, u.main_alliance_id), (3, u.main_faction_id)))
            WHERE u.id = {0} AND u.is_active AND u.main_character_id IS NOT NULL
            ORDER BY s.priority DESC
            """,
            user.Value).ToListAsync(cancellationToken);

    /// <summary>Users whose main or login name holds a text; the best few.</summary>
    public Task<List<FoundUser>> FindUsersAsync(string text, int most, CancellationToken cancellationToken) =>
        db.Database.SqlQueryRaw<FoundUser>(
            """
            SELECT id AS "Id", shown_name AS "Name", user_name AS "UserName", main_character_id AS "MainId", main_corporation_name AS "Corporation"
            FROM authentication.users
            WHERE user_name ILIKE {0} OR main_name ILIKE {0}
            ORDER BY lower(shown_name) <> lower({1}), shown_name NOT ILIKE {2}, shown_name, id
            LIMIT {3}
            """,
            Pattern(text),
            text,
            Pattern(text)[1..],
            most).ToListAsync(cancellationToken);

    private static string Pattern(string? text) => text is null
        ? ""
        : LikePattern.Containing(text);
}
