using Npgsql;

namespace AllianceAuth.GroupManagement.Tests.Peer;

/// <summary>
/// Puts an export into our tables, past the code under test. Permission names that no module declares yet are rows like all others.
/// Stored states are not taken over: our own decision is what is held against theirs.
/// </summary>
internal static class PeerLoader
{
    private const int Guest = 1;

    public static async Task LoadAsync(PeerExport export, string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var run = new Script(connection);
        await LoadStatesAsync(export, run);
        await LoadUsersAsync(export, run);
        await LoadGroupsAsync(export, run);
        await transaction.CommitAsync();
    }

    private static async Task LoadStatesAsync(PeerExport export, Script run)
    {
        var permissions = export.PermissionNames();
        var lists = new (int Kind, string Field, Dictionary<long, long> Ids)[]
        {
            (0, "member_characters", Ids("eveonline.evecharacter", "character_id")),
            (1, "member_corporations", Ids("eveonline.evecorporationinfo", "corporation_id")),
            (2, "member_alliances", Ids("eveonline.eveallianceinfo", "alliance_id")),
            (3, "member_factions", Ids("eveonline.evefactioninfo", "faction_id")),
        };
        await run.Do("DELETE FROM authentication.users");
        await run.Do("DELETE FROM authentication.states");
        foreach (var state in export.Rows("authentication.state"))
        {
            await run.Do(
                "INSERT INTO authentication.states (id, name, priority, is_public, revision) VALUES ($1, $2, $3, $4, 0)",
                (int)state.Key, state.Text("name"), (int)state.Number("priority")!.Value, state.Flag("public"));
            foreach (var (kind, field, ids) in lists)
            {
                await run.Do(
                    "INSERT INTO authentication.state_members (state_id, kind, entity_id) SELECT $1, $2, unnest($3)",
                    (int)state.Key, kind, state.Numbers(field).Select(key => ids[key]).ToArray());
            }

            await run.Do(
                "INSERT INTO authentication.state_permissions (state_id, permission) SELECT $1, unnest($2)",
                (int)state.Key, state.Numbers("permissions").Select(key => permissions[key]).ToArray());
        }

        Dictionary<long, long> Ids(string model, string field) => export.Rows(model).ToDictionary(r => r.Key, r => r.Number(field)!.Value);
    }

    private static async Task LoadUsersAsync(PeerExport export, Script run)
    {
        var permissions = export.PermissionNames();
        var characters = export.Rows("eveonline.evecharacter").ToDictionary(c => c.Key);
        var mains = export.Rows("authentication.userprofile").ToDictionary(p => p.Number("user")!.Value, p => p.Number("main_character"));
        foreach (var user in export.Rows("auth.user"))
        {
            var main = mains[user.Key] is { } key ? characters[key] : null;
            await run.Do(
                """
                INSERT INTO authentication.users (id, user_name, email, is_active, registration, is_staff, is_superuser, session_generation, revision, date_joined, state, language,
                    main_character_id, main_name, main_corporation_id, main_corporation_name, main_corporation_ticker, main_alliance_id, main_alliance_name, main_faction_id)
                VALUES ($1, $2, $3, $4, 1, $5, $6, 0, 0, now(), $7, '', $8, $9, $10, $11, $12, $13, $14, $15)
                """,
                (int)user.Key, user.Text("username"), user.Text("email"), user.Flag("is_active"), user.Flag("is_staff"), user.Flag("is_superuser"), Guest,
                main?.Number("character_id"), main?.Text("character_name"), main?.Number("corporation_id"), main?.Text("corporation_name"), main?.Text("corporation_ticker"),
                main?.Number("alliance_id"), main?.Text("alliance_name"), main?.Number("faction_id"));
            await run.Do(
                "INSERT INTO authentication.user_permissions (user_id, permission) SELECT $1, unnest($2)",
                (int)user.Key, user.Numbers("user_permissions").Select(p => permissions[p]).ToArray());
        }

        foreach (var owned in export.Rows("authentication.characterownership"))
        {
            await run.Do(
                "INSERT INTO authentication.ownerships (character_id, owner_hash, user_id, since) VALUES ($1, $2, $3, now())",
                characters[owned.Number("character")!.Value].Number("character_id"), owned.Text("owner_hash"), (int)owned.Number("user")!.Value);
        }
    }

    private static async Task LoadGroupsAsync(PeerExport export, Script run)
    {
        var permissions = export.PermissionNames();
        var flags = export.Rows("groupmanagement.authgroup").ToDictionary(g => g.Key);
        foreach (var group in export.Rows("auth.group"))
        {
            var (id, own) = ((int)group.Key, flags[group.Key]);
            await run.Do("INSERT INTO authentication.groups (id, name, is_restricted) VALUES ($1, $2, $3)", id, group.Text("name"), own.Flag("restricted"));
            await run.Do(
                "INSERT INTO authentication.group_permissions (group_id, permission) SELECT $1, unnest($2)",
                id, group.Numbers("permissions").Select(p => permissions[p]).ToArray());
            await run.Do(
                """
                INSERT INTO groupmanagement.groups (id, is_internal, is_hidden, is_open, is_public, description, leaders, leader_groups, states, revision)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0)
                """,
                id, own.Flag("internal"), own.Flag("hidden"), own.Flag("open"), own.Flag("public"), own.Text("description"),
                Ints(own.Numbers("group_leaders")), Ints(own.Numbers("group_leader_groups")), Ints(own.Numbers("states")));
        }

        foreach (var user in export.Rows("auth.user"))
        {
            await run.Do(
                "INSERT INTO authentication.group_members (group_id, user_id, since) SELECT unnest($2), $1, now()", (int)user.Key, Ints(user.Numbers("groups")));
        }

        static int[] Ints(long[] numbers) => [.. numbers.Select(n => (int)n)];
    }

    private sealed class Script(NpgsqlConnection connection)
    {
        public async Task Do(string sql, params object?[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            foreach (var value in values)
            {
                command.Parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
            }

            await command.ExecuteNonQueryAsync();
        }
    }
}
