using System.Globalization;
using AllianceAuth.Simulator.Universe;
using Npgsql;
using NpgsqlTypes;

namespace AllianceAuth.Benchmarks.Stage;

/// <summary>
/// Fills the database with the pilots of the simulated EVE, set by set. Every user has a main; the others are alts of the first users, so that
/// 250,000 characters on 100,000 users are three for one half of them and two for the other. Five hundred groups with a million memberships: ten each.
/// </summary>
internal static class LargeAlliance
{
    /// <summary>EVE id of the first user's main.</summary>
    public const long FirstCharacter = 2113000001;

    /// <summary>A group that every second user is in besides.</summary>
    public const int LargestGroup = 1;

    private const int Groups = 500;
    private const int GroupsOfEach = 10;

    private const string Settle = """
        INSERT INTO eveonline.alliances (id, name, ticker, seen_at)
        SELECT DISTINCT alliance_id, alliance_name, alliance_ticker, now() FROM pilots WHERE alliance_id IS NOT NULL;

        INSERT INTO eveonline.corporations (id, name, ticker, member_count, alliance_id, is_closed, seen_at)
        SELECT corporation_id, corporation_name, corporation_ticker, count(*), alliance_id, false, now() FROM pilots GROUP BY 1, 2, 3, 5;

        INSERT INTO eveonline.characters (id, name, corporation_id, alliance_id, faction_id, seen_at)
        SELECT id, name, corporation_id, alliance_id, faction_id, now() FROM pilots;

        INSERT INTO eveonline.tokens (character_id, character_name, owner_hash, user_id, access_token, refresh_token, scopes, created_at, refreshed_at, expires_at, status, sso_version)
        SELECT id, name, owner_hash, user_number + 10, repeat('sealed', 200), repeat('sealed', 20), ARRAY['publicData'], now(), now(), now(), 'Valid', 2 FROM pilots;

        INSERT INTO authentication.users (id, user_name, email, is_active, registration, is_staff, is_superuser, session_generation, revision, date_joined, state,
            main_character_id, main_name, main_corporation_id, main_corporation_name, main_corporation_ticker, main_alliance_id, main_alliance_name, main_faction_id, language)
        SELECT user_number + 10, 'pilot_' || user_number, 'pilot' || user_number || '@example.test', true, 1, false, false, 0, 0, now(), 3,
            id, name, corporation_id, corporation_name, corporation_ticker, alliance_id, alliance_name, faction_id, ''
        FROM pilots WHERE is_main;
        SELECT setval(pg_get_serial_sequence('authentication.users', 'id'), (SELECT max(id) FROM authentication.users));

        INSERT INTO authentication.ownerships (character_id, owner_hash, user_id, since) SELECT id, owner_hash, user_number + 10, now() FROM pilots;
        INSERT INTO authentication.ownership_records (character_id, owner_hash, user_id, created_at) SELECT id, owner_hash, user_number + 10, now() FROM pilots;

        INSERT INTO authentication.state_members (state_id, kind, entity_id) SELECT DISTINCT 3, 1, corporation_id FROM pilots;
        INSERT INTO authentication.state_permissions (state_id, permission) VALUES (3, 'groupmanagement.request_groups'), (3, 'authentication.view_own_corporation');

        INSERT INTO authentication.groups (name, is_restricted) SELECT 'Group ' || n, false FROM generate_series(1, @groups) n;
        INSERT INTO authentication.group_members (group_id, user_id, since)
        SELECT g.id, u.id, now() FROM authentication.users u CROSS JOIN generate_series(0, @each - 1) n
            JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM authentication.groups) g ON g.place = (u.id * 13 + n * 11) % @groups
        WHERE u.id > 10;
        INSERT INTO authentication.group_members (group_id, user_id, since)
        SELECT 1, id, now() FROM authentication.users WHERE id > 10 AND id % 2 = 0 ON CONFLICT DO NOTHING;

        INSERT INTO groupmanagement.groups (id, is_internal, is_hidden, is_open, is_public, description, leaders, leader_groups, states, revision)
        SELECT id, false, false, id % 3 = 0, id % 10 = 0, 'What group ' || id || ' is for.', ARRAY[]::int[], ARRAY[]::int[], ARRAY[]::int[], 0 FROM authentication.groups;
        INSERT INTO groupmanagement.requests (group_id, user_id, is_leave, created_at)
        SELECT 2 + id % 400, id, id % 10 = 0, now() - (id || ' seconds')::interval FROM authentication.users WHERE id > 10 AND id % 200 = 0;
        INSERT INTO groupmanagement.log (group_id, group_name, user_id, user_name, type, is_accepted, actor_id, actor_name, at)
        SELECT 1, 'Group 1', id, user_name, 0, true, id, user_name, now() - (id || ' seconds')::interval FROM authentication.users WHERE id > 10 AND id % 2 = 0;
        INSERT INTO authentication.state_permissions (state_id, permission)
        SELECT 3, 'bench.permission_' || n FROM generate_series(1, 40) n;
        DROP TABLE pilots;
        """;

    public static async Task SettleAsync(BenchStage stage, CancellationToken cancellationToken)
    {
        await using var connection = await stage.Database.OpenConnectionAsync(cancellationToken);
        await CopyPilotsAsync(connection, stage, cancellationToken);
        var sql = Settle.Replace("@groups", Groups.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).Replace("@each", GroupsOfEach.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
        await using var settle = new NpgsqlCommand(sql, connection) { CommandTimeout = 600 };
        await settle.ExecuteNonQueryAsync(cancellationToken);
        await stage.ExecuteAsync("CREATE EXTENSION pg_stat_statements", cancellationToken);
        // What autovacuum would do in the next minutes, in the middle of a measurement.
        await stage.ExecuteAsync("VACUUM ANALYZE", cancellationToken);
        await stage.ExecuteAsync("CHECKPOINT", cancellationToken);
    }

    private static async Task CopyPilotsAsync(NpgsqlConnection connection, BenchStage stage, CancellationToken cancellationToken)
    {
        await using (var create = new NpgsqlCommand(
            """
            CREATE TEMPORARY TABLE pilots (user_number int, is_main bool, id bigint, name text, owner_hash text, corporation_id bigint, corporation_name text,
                corporation_ticker text, alliance_id bigint, alliance_name text, alliance_ticker text, faction_id bigint)
            """,
            connection))
        {
            await create.ExecuteNonQueryAsync(cancellationToken);
        }

        await using var import = await connection.BeginBinaryImportAsync("COPY pilots FROM STDIN (FORMAT binary)", cancellationToken);
        var world = stage.Eve.Universe;
        for (var i = 0; i < stage.Options.Characters; i++)
        {
            var character = world.Characters[FirstCharacter + i];
            await import.StartRowAsync(cancellationToken);
            await import.WriteAsync(i % stage.Options.Users, NpgsqlDbType.Integer, cancellationToken);
            await import.WriteAsync(i < stage.Options.Users, NpgsqlDbType.Boolean, cancellationToken);
            await WriteAsync(import, character, world, cancellationToken);
        }

        await import.CompleteAsync(cancellationToken);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter import, EveCharacter character, World world, CancellationToken cancellationToken)
    {
        var corporation = world.CorporationOf(character);
        var alliance = world.AllianceOf(character);
        object?[] values = [character.Id, character.Name, character.OwnerHash, corporation.Id, corporation.Name, corporation.Ticker, alliance?.Id, alliance?.Name, alliance?.Ticker, corporation.FactionId];
        foreach (var value in values)
        {
            if (value is null)
            {
                await import.WriteNullAsync(cancellationToken);
            }
            else
            {
                await import.WriteAsync(value, value is long ? NpgsqlDbType.Bigint : NpgsqlDbType.Text, cancellationToken);
            }
        }
    }
}
