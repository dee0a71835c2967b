namespace AllianceAuth.Authentication.Data;

/// <summary>
/// The statements behind every preview. Each says first which permissions are concerned (<c>candidates</c>), which of them a user would lose or get
/// one path to (<c>touched</c>), which paths stay (<c>unchanged</c>), and who would have another state (<c>moved</c>); the same end counts who really
/// gains or loses by it. Permissions are numbered and kept as bits of a few words, so that a user is one row and not one for each permission:
/// forty permissions of a hundred thousand users are counted in a second instead of six.
/// </summary>
internal static class AccessForecastSql
{
    /// <summary>Whose grants count: a superuser holds everything anyhow, and whoever is switched off holds nothing.</summary>
    private const string Counting = "u.is_active AND NOT u.is_superuser";

    private const string NobodyMoves = "moved AS (SELECT 0 AS user_id, 0 AS before, 0 AS after WHERE false)";

    // 62 to a word: the sign stays out of it.
    private const string Bits = """
        bits AS MATERIALIZED (
            SELECT permission, (place / 62)::int AS word, 1::bigint << (place % 62)::int AS bit
            FROM (SELECT permission, row_number() OVER (ORDER BY permission) - 1 AS place FROM candidates) numbered
        ), group_masks AS MATERIALIZED (
            SELECT p.group_id, b.word, bit_or(b.bit) AS mask FROM authentication.group_permissions p JOIN bits b ON b.permission = p.permission GROUP BY p.group_id, b.word
        ), state_masks AS (
            SELECT p.state_id, b.word, bit_or(b.bit) AS mask FROM authentication.state_permissions p JOIN bits b ON b.permission = p.permission GROUP BY p.state_id, b.word
        )
        """;

    private const string OwnPaths = """
        SELECT p.user_id, b.word, b.bit AS mask FROM authentication.user_permissions p JOIN bits b ON b.permission = p.permission
        """;

    private const string End = """
        change AS MATERIALIZED (
            SELECT t.user_id, t.word, t.gains & ~coalesce(k.mask, 0) AS gains, t.losses & ~coalesce(k.mask, 0) AS losses
            FROM touched t LEFT JOIN unchanged k ON k.user_id = t.user_id AND k.word = t.word
            WHERE (t.gains | t.losses) & ~coalesce(k.mask, 0) <> 0
        ), per_user AS (
            SELECT user_id, bool_or(gains <> 0) AS gains, bool_or(losses <> 0) AS loses FROM change GROUP BY user_id
        ), concerned AS MATERIALIZED (
            SELECT coalesce(p.user_id, m.user_id) AS user_id, coalesce(p.gains, false) AS gains, coalesce(p.loses, false) AS loses, m.before, m.after
            FROM per_user p FULL JOIN moved m ON m.user_id = p.user_id
        ), listed AS MATERIALIZED (
            SELECT u.id AS user_id, u.shown_name AS name, u.main_character_id, coalesce(u.main_corporation_ticker, '') AS ticker,
                   c.gains, c.loses, coalesce(c.before, u.state) AS before, coalesce(c.after, u.state) AS after
            FROM concerned c JOIN authentication.users u ON u.id = c.user_id
            WHERE @kind = 0 OR @kind = 1 AND c.loses OR @kind = 2 AND c.gains
            ORDER BY c.loses DESC, c.gains DESC, name, u.id
            LIMIT @most
        ), holdings AS (
            SELECT c.user_id, array_agg(b.permission ORDER BY b.permission) FILTER (WHERE c.gains & b.bit <> 0) AS gains,
                   array_agg(b.permission ORDER BY b.permission) FILTER (WHERE c.losses & b.bit <> 0) AS losses
            FROM change c JOIN bits b ON b.word = c.word AND (c.gains | c.losses) & b.bit <> 0
            WHERE c.user_id IN (SELECT user_id FROM listed) GROUP BY c.user_id
        )
        SELECT 0 AS "Kind", '' AS "Name", count(*) FILTER (WHERE gains)::int AS "Gaining", count(*) FILTER (WHERE loses)::int AS "Losing",
               count(*) FILTER (WHERE NOT gains AND NOT loses)::int AS "OnlyState", count(*)::int AS "Touched",
               (SELECT count(*) FROM authentication.users)::int AS "Everybody",
               0 AS "User", NULL::bigint AS "CharacterId", '' AS "Ticker", '' AS "Before", '' AS "After",
               ARRAY[]::text[] AS "Gains", ARRAY[]::text[] AS "Losses", 0::bigint AS "Place"
        FROM concerned
        UNION ALL
        SELECT 1, b.permission, coalesce(sum(c.users) FILTER (WHERE c.gains & b.bit <> 0), 0)::int, coalesce(sum(c.users) FILTER (WHERE c.losses & b.bit <> 0), 0)::int,
               0, 0, 0, 0, NULL, '', '', '', ARRAY[]::text[], ARRAY[]::text[], 0
        FROM (SELECT word, gains, losses, count(*) AS users FROM change GROUP BY word, gains, losses) c
        JOIN bits b ON b.word = c.word AND (c.gains | c.losses) & b.bit <> 0
        GROUP BY b.permission
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

    /// <summary>A state with other lists, another priority, or other permissions; or without the state. Whoever moves also leaves the groups that do not admit the new state.</summary>
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
        ), closed AS MATERIALIZED (
            -- Groups that whoever moves into a state has to leave.
            SELECT g.group_id, x.after
            FROM (SELECT DISTINCT unnest(@choosing) AS group_id) g CROSS JOIN (SELECT DISTINCT after FROM pairs WHERE before <> after) x
            WHERE NOT EXISTS (SELECT 1 FROM unnest(@choosing, @admitted) AS listed(group_id, state) WHERE listed.group_id = g.group_id AND listed.state = x.after)
        ), candidates AS (
            SELECT p.permission
            FROM pairs x JOIN authentication.state_permissions p ON p.state_id = x.before
            WHERE NOT EXISTS (SELECT 1 FROM ruling_permissions w WHERE w.state_id = x.after AND w.permission = p.permission)
            UNION
            SELECT w.permission
            FROM pairs x JOIN ruling_permissions w ON w.state_id = x.after
            WHERE NOT EXISTS (SELECT 1 FROM authentication.state_permissions p WHERE p.state_id = x.before AND p.permission = w.permission)
            UNION
            SELECT permission FROM authentication.group_permissions WHERE group_id IN (SELECT group_id FROM closed)
        ), {Bits}, ruling_masks AS (
            SELECT p.state_id, b.word, bit_or(b.bit) AS mask FROM ruling_permissions p JOIN bits b ON b.permission = p.permission GROUP BY p.state_id, b.word
        ), masks AS MATERIALIZED (
            SELECT x.before, x.after, w.word, coalesce(h.mask, 0) AS held, coalesce(r.mask, 0) AS wanted
            FROM pairs x CROSS JOIN (SELECT DISTINCT word FROM bits) w
            LEFT JOIN state_masks h ON h.state_id = x.before AND h.word = w.word
            LEFT JOIN ruling_masks r ON r.state_id = x.after AND r.word = w.word
        ), moved AS MATERIALIZED (
            SELECT user_id, before, after FROM affected WHERE before <> after
        ), group_paths AS MATERIALIZED (
            SELECT m.user_id, g.word, coalesce(bit_or(g.mask) FILTER (WHERE c.group_id IS NULL), 0) AS stays, coalesce(bit_or(g.mask) FILTER (WHERE c.group_id IS NOT NULL), 0) AS goes
            FROM authentication.group_members m
            JOIN group_masks g ON g.group_id = m.group_id
            LEFT JOIN moved v ON v.user_id = m.user_id
            LEFT JOIN closed c ON c.group_id = m.group_id AND c.after = v.after
            GROUP BY m.user_id, g.word
        ), touched AS (
            SELECT a.user_id, x.word, x.wanted & ~(x.held | coalesce(p.goes, 0)) AS gains, (x.held | coalesce(p.goes, 0)) & ~x.wanted AS losses
            FROM affected a
            JOIN masks x ON x.before = a.before AND x.after = a.after
            LEFT JOIN group_paths p ON p.user_id = a.user_id AND p.word = x.word
            WHERE a.counts
        ), unchanged AS (
            SELECT user_id, word, bit_or(mask) AS mask
            FROM (
                SELECT user_id, word, stays AS mask FROM group_paths
                UNION ALL
                {OwnPaths}) paths
            GROUP BY user_id, word
        ), {End}
        """;

    /// <summary>A group with other permissions, other members and other states it admits, all at once.</summary>
    public const string Group = $"""
        WITH ruling_permissions AS (
            SELECT permission, true AS held, false AS wanted FROM authentication.group_permissions WHERE group_id = @group
            UNION ALL
            SELECT granted.permission, false, true FROM unnest(@permissions) AS granted(permission)
        ), candidates AS (
            SELECT permission, bool_or(held) AS held, bool_or(wanted) AS wanted FROM ruling_permissions GROUP BY permission
        ), {Bits}, {NobodyMoves}, masks AS (
            SELECT b.word, coalesce(bit_or(b.bit) FILTER (WHERE c.held), 0) AS held, coalesce(bit_or(b.bit) FILTER (WHERE c.wanted), 0) AS wanted
            FROM candidates c JOIN bits b ON b.permission = c.permission GROUP BY b.word
        ), admitting AS (
            SELECT id AS user_id FROM authentication.users WHERE cardinality(@admitted) = 0 OR state = ANY (@admitted)
        ), present AS MATERIALIZED (
            SELECT m.user_id, a.user_id IS NOT NULL AS is_admitted
            FROM authentication.group_members m LEFT JOIN admitting a ON a.user_id = m.user_id WHERE m.group_id = @group
        ), concerning AS (
            SELECT user_id, true AS was, is_admitted AND user_id <> ALL (@leaving) AS stays FROM present
            UNION ALL
            SELECT user_id, false, true FROM admitting WHERE user_id = ANY (@joining) AND user_id NOT IN (SELECT user_id FROM present)
        ), touched AS MATERIALIZED (
            SELECT x.user_id, m.word, m.after & ~m.before AS gains, m.before & ~m.after AS losses
            FROM concerning x
            JOIN authentication.users u ON u.id = x.user_id AND {Counting}
            CROSS JOIN LATERAL (SELECT word, CASE WHEN x.was THEN held ELSE 0 END AS before, CASE WHEN x.stays THEN wanted ELSE 0 END AS after FROM masks) m
            WHERE m.before <> m.after
        ), members AS MATERIALIZED (
            SELECT u.id AS user_id, u.state FROM authentication.users u WHERE u.id IN (SELECT user_id FROM touched)
        ), unchanged AS (
            SELECT user_id, word, bit_or(mask) AS mask
            FROM (
                SELECT u.user_id, s.word, s.mask FROM members u JOIN state_masks s ON s.state_id = u.state
                UNION ALL
                SELECT u.user_id, g.word, g.mask
                FROM members u JOIN authentication.group_members m ON m.user_id = u.user_id AND m.group_id <> @group JOIN group_masks g ON g.group_id = m.group_id
                UNION ALL
                {OwnPaths}) paths
            GROUP BY user_id, word
        ), {End}
        """;

    /// <summary>Other memberships.</summary>
    public const string Memberships = $"""
        WITH leaves AS MATERIALIZED (
            SELECT m.user_id, m.group_id FROM authentication.group_members m
            JOIN unnest(@leaving_users, @leaving_groups) AS asked(user_id, group_id) ON asked.user_id = m.user_id AND asked.group_id = m.group_id
        ), joins AS MATERIALIZED (
            SELECT asked.user_id, asked.group_id FROM unnest(@joining_users, @joining_groups) AS asked(user_id, group_id)
            WHERE NOT EXISTS (SELECT 1 FROM authentication.group_members m WHERE m.user_id = asked.user_id AND m.group_id = asked.group_id)
        ), candidates AS (
            SELECT DISTINCT permission FROM authentication.group_permissions
            WHERE group_id IN (SELECT group_id FROM leaves UNION ALL SELECT group_id FROM joins)
        ), {Bits}, {NobodyMoves}, members AS MATERIALIZED (
            SELECT u.id AS user_id, u.state FROM authentication.users u
            WHERE u.id IN (SELECT user_id FROM leaves UNION ALL SELECT user_id FROM joins) AND {Counting}
        ), touched AS (
            -- Whoever loses one path and gets another to the same permission notices nothing.
            SELECT user_id, word, bit_or(joining) & ~bit_or(leaving) AS gains, bit_or(leaving) & ~bit_or(joining) AS losses
            FROM (
                SELECT j.user_id, g.word, g.mask AS joining, 0::bigint AS leaving FROM joins j JOIN group_masks g ON g.group_id = j.group_id
                UNION ALL
                SELECT l.user_id, g.word, 0, g.mask FROM leaves l JOIN group_masks g ON g.group_id = l.group_id) paths
            WHERE user_id IN (SELECT user_id FROM members)
            GROUP BY user_id, word
        ), unchanged AS (
            SELECT user_id, word, bit_or(mask) AS mask
            FROM (
                SELECT u.user_id, s.word, s.mask FROM members u JOIN state_masks s ON s.state_id = u.state
                UNION ALL
                SELECT u.user_id, g.word, g.mask
                FROM members u JOIN authentication.group_members m ON m.user_id = u.user_id JOIN group_masks g ON g.group_id = m.group_id
                WHERE NOT EXISTS (SELECT 1 FROM leaves l WHERE l.user_id = m.user_id AND l.group_id = m.group_id)
                UNION ALL
                {OwnPaths}) paths
            GROUP BY user_id, word
        ), {End}
        """;
}
