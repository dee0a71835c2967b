namespace AllianceAuth.Authentication.Data;

/// <summary>
/// The statements behind every preview. Each says first which paths to a permission would go or come (<c>touched</c>, with a sign), which stay
/// (<c>unchanged</c>) and who would have another state (<c>moved</c>); the same end counts who really gains or loses by it.
/// </summary>
internal static class AccessForecastSql
{
    /// <summary>Whose grants count: a superuser holds everything anyhow, and whoever is switched off holds nothing.</summary>
    private const string Counting = "u.is_active AND NOT u.is_superuser";

    private const string NobodyMoves = "moved AS (SELECT 0 AS user_id, 0 AS before, 0 AS after WHERE false)";

    private const string End = """
        change AS MATERIALIZED (
            SELECT t.user_id, t.permission, t.sign FROM touched t
            WHERE NOT EXISTS (SELECT 1 FROM unchanged k WHERE k.user_id = t.user_id AND k.permission = t.permission)
        ), per_user AS (
            SELECT user_id, bool_or(sign > 0) AS gains, bool_or(sign < 0) AS loses FROM change GROUP BY user_id
        ), concerned AS MATERIALIZED (
            SELECT coalesce(p.user_id, m.user_id) AS user_id, coalesce(p.gains, false) AS gains, coalesce(p.loses, false) AS loses, m.before, m.after
            FROM per_user p FULL JOIN moved m ON m.user_id = p.user_id
        ), listed AS MATERIALIZED (
            SELECT u.id AS user_id, coalesce(u.main_name, u.user_name) AS name, u.main_character_id, coalesce(u.main_corporation_ticker, '') AS ticker,
                   c.gains, c.loses, coalesce(c.before, u.state) AS before, coalesce(c.after, u.state) AS after
            FROM concerned c JOIN authentication.users u ON u.id = c.user_id
            WHERE @kind = 0 OR @kind = 1 AND c.loses OR @kind = 2 AND c.gains
            ORDER BY c.loses DESC, c.gains DESC, name, u.id
            LIMIT @most
        ), holdings AS (
            SELECT user_id, array_agg(permission ORDER BY permission) FILTER (WHERE sign > 0) AS gains,
                   array_agg(permission ORDER BY permission) FILTER (WHERE sign < 0) AS losses
            FROM change WHERE user_id IN (SELECT user_id FROM listed) GROUP BY user_id
        )
        SELECT 0 AS "Kind", '' AS "Name", count(*) FILTER (WHERE gains)::int AS "Gaining", count(*) FILTER (WHERE loses)::int AS "Losing",
               count(*) FILTER (WHERE NOT gains AND NOT loses)::int AS "OnlyState", count(*)::int AS "Touched",
               (SELECT count(*) FROM authentication.users)::int AS "Everybody",
               0 AS "User", NULL::bigint AS "CharacterId", '' AS "Ticker", '' AS "Before", '' AS "After",
               ARRAY[]::text[] AS "Gains", ARRAY[]::text[] AS "Losses", 0::bigint AS "Place"
        FROM concerned
        UNION ALL
        SELECT 1, permission, count(*) FILTER (WHERE sign > 0)::int, count(*) FILTER (WHERE sign < 0)::int, 0, 0, 0, 0, NULL, '', '', '', ARRAY[]::text[], ARRAY[]::text[], 0
        FROM change GROUP BY permission
        UNION ALL
        SELECT 2, l.name, 0, 0, 0, 0, 0, l.user_id, l.main_character_id, l.ticker,
               CASE WHEN l.before = @state THEN @name ELSE coalesce(b.name, '') END,
               CASE WHEN l.after = @state THEN @name ELSE coalesce(a.name, '') END,
               coalesce(h.gains, ARRAY[]::text[]), coalesce(h.losses, ARRAY[]::text[]),
               row_number() OVER (ORDER BY l.loses DESC, l.gains DESC, l.name, l.user_id)
        FROM listed l
        LEFT JOIN holdings h ON h.user_id = l.user_id
        LEFT JOIN authentication.states b ON b.id = l.before
        LEFT JOIN authentication.states a ON a.id = l.after
        """;

    /// <summary>A state with other lists, another priority, or other permissions; or without the state.</summary>
    public const string State = $"""
        WITH guest AS (
            SELECT id FROM authentication.states WHERE name = @guest
        ), ruling_states AS (
            SELECT id, priority, is_public FROM authentication.states WHERE id <> @state
            UNION ALL
            SELECT @state, @priority, @public WHERE @state <> 0
        ), ruling_members AS (
            SELECT state_id, kind, entity_id FROM authentication.state_members WHERE state_id <> @state
            UNION ALL
            SELECT @state, listed.kind, listed.entity_id FROM unnest(@kinds, @entities) AS listed(kind, entity_id)
        ), ruling_permissions AS (
            SELECT state_id, permission FROM authentication.state_permissions WHERE state_id <> @state
            UNION ALL
            SELECT @state, permission FROM unnest(@permissions) AS granted(permission)
        ), {StateDecisions.Asked}, {StateDecisions.Rule}, affected AS MATERIALIZED (
            SELECT u.id AS user_id, u.state AS before, d.state AS after, {Counting} AS counts
            FROM decided d JOIN authentication.users u ON u.id = d.id
            WHERE d.state <> u.state OR d.state = @state
        ), pairs AS (
            SELECT DISTINCT before, after FROM affected
        ), delta AS MATERIALIZED (
            SELECT x.before, x.after, p.permission, -1 AS sign
            FROM pairs x JOIN authentication.state_permissions p ON p.state_id = x.before
            WHERE NOT EXISTS (SELECT 1 FROM ruling_permissions w WHERE w.state_id = x.after AND w.permission = p.permission)
            UNION ALL
            SELECT x.before, x.after, w.permission, 1
            FROM pairs x JOIN ruling_permissions w ON w.state_id = x.after
            WHERE NOT EXISTS (SELECT 1 FROM authentication.state_permissions p WHERE p.state_id = x.before AND p.permission = w.permission)
        ), moved AS (
            SELECT user_id, before, after FROM affected WHERE before <> after
        ), touched AS (
            SELECT a.user_id, d.permission, d.sign FROM affected a JOIN delta d ON d.before = a.before AND d.after = a.after WHERE a.counts
        ), unchanged AS (
            SELECT m.user_id, p.permission FROM authentication.group_permissions p JOIN authentication.group_members m ON m.group_id = p.group_id
            WHERE p.permission IN (SELECT permission FROM delta)
            UNION ALL
            SELECT p.user_id, p.permission FROM authentication.user_permissions p WHERE p.permission IN (SELECT permission FROM delta)
        ), {End}
        """;

    /// <summary>A group with other permissions.</summary>
    public const string Group = $"""
        WITH delta AS MATERIALIZED (
            SELECT p.permission, -1 AS sign FROM authentication.group_permissions p WHERE p.group_id = @group AND p.permission <> ALL (@permissions)
            UNION ALL
            SELECT granted.permission, 1 FROM unnest(@permissions) AS granted(permission)
            WHERE NOT EXISTS (SELECT 1 FROM authentication.group_permissions p WHERE p.group_id = @group AND p.permission = granted.permission)
        ), {NobodyMoves}, touched AS (
            SELECT u.id AS user_id, d.permission, d.sign
            FROM authentication.group_members m JOIN authentication.users u ON u.id = m.user_id CROSS JOIN delta d
            WHERE m.group_id = @group AND {Counting}
        ), unchanged AS (
            SELECT u.id AS user_id, p.permission FROM authentication.state_permissions p JOIN authentication.users u ON u.state = p.state_id
            WHERE p.permission IN (SELECT permission FROM delta)
            UNION ALL
            SELECT m.user_id, p.permission FROM authentication.group_permissions p JOIN authentication.group_members m ON m.group_id = p.group_id
            WHERE p.group_id <> @group AND p.permission IN (SELECT permission FROM delta)
            UNION ALL
            SELECT p.user_id, p.permission FROM authentication.user_permissions p WHERE p.permission IN (SELECT permission FROM delta)
        ), {End}
        """;

    /// <summary>Other memberships.</summary>
    public const string Memberships = $"""
        WITH leaves AS MATERIALIZED (
            SELECT m.user_id, m.group_id FROM authentication.group_members m
            JOIN unnest(@leaving_users, @leaving_groups) AS asked(user_id, group_id) ON asked.user_id = m.user_id AND asked.group_id = m.group_id
        ), joins AS (
            SELECT asked.user_id, asked.group_id FROM unnest(@joining_users, @joining_groups) AS asked(user_id, group_id)
            WHERE NOT EXISTS (SELECT 1 FROM authentication.group_members m WHERE m.user_id = asked.user_id AND m.group_id = asked.group_id)
        ), paths AS MATERIALIZED (
            SELECT l.user_id, p.permission, -1 AS sign FROM leaves l JOIN authentication.group_permissions p ON p.group_id = l.group_id
            UNION
            SELECT j.user_id, p.permission, 1 FROM joins j JOIN authentication.group_permissions p ON p.group_id = j.group_id
        ), {NobodyMoves}, touched AS (
            -- Whoever loses a path and gets another one to the same permission notices nothing.
            SELECT x.user_id, x.permission, min(x.sign) AS sign
            FROM paths x JOIN authentication.users u ON u.id = x.user_id
            WHERE {Counting}
            GROUP BY x.user_id, x.permission
            HAVING min(x.sign) = max(x.sign)
        ), unchanged AS (
            SELECT u.id AS user_id, p.permission FROM authentication.state_permissions p JOIN authentication.users u ON u.state = p.state_id
            WHERE p.permission IN (SELECT permission FROM paths)
            UNION ALL
            SELECT m.user_id, p.permission FROM authentication.group_permissions p JOIN authentication.group_members m ON m.group_id = p.group_id
            WHERE p.permission IN (SELECT permission FROM paths)
              AND NOT EXISTS (SELECT 1 FROM leaves l WHERE l.user_id = m.user_id AND l.group_id = m.group_id)
            UNION ALL
            SELECT p.user_id, p.permission FROM authentication.user_permissions p WHERE p.permission IN (SELECT permission FROM paths)
        ), {End}
        """;
}
