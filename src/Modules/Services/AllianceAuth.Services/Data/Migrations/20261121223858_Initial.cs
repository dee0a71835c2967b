using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace AllianceAuth.Services.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "services");

            migrationBuilder.CreateTable(
                name: "accounts",
                schema: "services",
                columns: table => new
                {
                    service = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    stage = table.Column<short>(type: "smallint", nullable: false),
                    remote_id = table.Column<string>(type: "text", nullable: true),
                    login_name = table.Column<string>(type: "text", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    groups = table.Column<string[]>(type: "text[]", nullable: true),
                    missing = table.Column<string[]>(type: "text[]", nullable: false),
                    data = table.Column<string>(type: "text", nullable: true),
                    secret = table.Column<string>(type: "text", nullable: true),
                    wanted_login = table.Column<string>(type: "text", nullable: false),
                    wanted_display = table.Column<string>(type: "text", nullable: false),
                    wanted_groups = table.Column<string[]>(type: "text[]", nullable: false),
                    plan = table.Column<short>(type: "smallint", nullable: false),
                    mark = table.Column<long>(type: "bigint", nullable: false),
                    looked = table.Column<long>(type: "bigint", nullable: false),
                    done = table.Column<long>(type: "bigint", nullable: false),
                    priority = table.Column<short>(type: "smallint", nullable: false),
                    due_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    cause = table.Column<string>(type: "text", nullable: false),
                    held_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_approved = table.Column<bool>(type: "boolean", nullable: false),
                    is_held = table.Column<bool>(type: "boolean", nullable: false, computedColumnSql: "mark > done AND plan IN (3, 4) AND NOT is_approved AND stage <> 3 AND groups IS NOT NULL", stored: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    next_try = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    trouble = table.Column<string>(type: "text", nullable: true),
                    trouble_arguments = table.Column<string[]>(type: "text[]", nullable: false),
                    failing_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    end_cause = table.Column<string>(type: "text", nullable: true),
                    end_arguments = table.Column<string[]>(type: "text[]", nullable: false, defaultValueSql: "ARRAY[]::text[]"),
                    activated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    applied_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    checked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    drift = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_accounts", x => new { x.service, x.user_id });
                });

            migrationBuilder.CreateTable(
                name: "broadcasts",
                schema: "services",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    service = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    sender = table.Column<int>(type: "integer", nullable: false),
                    sender_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    group_name = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: true),
                    message = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    text = table.Column<string>(type: "character varying(5000)", maxLength: 5000, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    state_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    reason_arguments = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_broadcasts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "connection_tests",
                schema: "services",
                columns: table => new
                {
                    service = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    asked_by = table.Column<string>(type: "text", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    found = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_connection_tests", x => x.service);
                });

            migrationBuilder.CreateTable(
                name: "discord_limits",
                schema: "services",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    remaining = table.Column<int>(type: "integer", nullable: false),
                    until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_discord_limits", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "discord_users",
                schema: "services",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    uid = table.Column<long>(type: "bigint", nullable: true),
                    user_name = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    discriminator = table.Column<string>(type: "character varying(4)", maxLength: 4, nullable: false),
                    activated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    code_hash = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    token = table.Column<string>(type: "text", nullable: true),
                    previous_uid = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_discord_users", x => x.user_id);
                });

            migrationBuilder.CreateTable(
                name: "dry_run_items",
                schema: "services",
                columns: table => new
                {
                    service = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    plan = table.Column<short>(type: "smallint", nullable: false),
                    cause = table.Column<string>(type: "text", nullable: false),
                    login_name = table.Column<string>(type: "text", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    groups = table.Column<string[]>(type: "text[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_dry_run_items", x => new { x.service, x.user_id });
                });

            migrationBuilder.CreateTable(
                name: "history",
                schema: "services",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    service = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    cause = table.Column<string>(type: "text", nullable: false),
                    cause_arguments = table.Column<string[]>(type: "text[]", nullable: false),
                    added = table.Column<string[]>(type: "text[]", nullable: false),
                    removed = table.Column<string[]>(type: "text[]", nullable: false),
                    old_name = table.Column<string>(type: "text", nullable: true),
                    new_name = table.Column<string>(type: "text", nullable: true),
                    is_counted = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_history", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "mumble_avatars",
                schema: "services",
                columns: table => new
                {
                    character_id = table.Column<long>(type: "bigint", nullable: false),
                    picture = table.Column<byte[]>(type: "bytea", nullable: false),
                    fetched_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mumble_avatars", x => x.character_id);
                });

            migrationBuilder.CreateTable(
                name: "mumble_guest_links",
                schema: "services",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    reference = table.Column<string>(type: "character varying(15)", maxLength: 15, nullable: false),
                    creator_id = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mumble_guest_links", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "mumble_users",
                schema: "services",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    login_name = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    name_key = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: false),
                    hash_function = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    display_name = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    groups = table.Column<string[]>(type: "text[]", nullable: false),
                    certificate_hash = table.Column<string>(type: "text", nullable: true),
                    release = table.Column<string>(type: "text", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: true),
                    last_connect_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_disconnect_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mumble_users", x => x.user_id);
                });

            migrationBuilder.CreateTable(
                name: "name_formats",
                schema: "services",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    service_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    default_to_username = table.Column<bool>(type: "boolean", nullable: false),
                    format = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    states = table.Column<int[]>(type: "integer[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_name_formats", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                schema: "services",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    payload = table.Column<string>(type: "jsonb", nullable: false),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_error = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "states",
                schema: "services",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    is_frozen = table.Column<bool>(type: "boolean", nullable: false, defaultValue: false),
                    frozen_by = table.Column<string>(type: "text", nullable: true),
                    frozen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    held_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    held_count = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    held_gone = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    held_allowed = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    rests_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    down_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    misses = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    trouble = table.Column<string>(type: "text", nullable: true),
                    trouble_arguments = table.Column<string[]>(type: "text[]", nullable: false, defaultValueSql: "ARRAY[]::text[]"),
                    sweep_wanted = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    sweep_done = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    sweep_goal = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    sweep_cursor = table.Column<int>(type: "integer", nullable: true),
                    sweep_for = table.Column<int>(type: "integer", nullable: true),
                    swept_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    read_wanted = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    read_done = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    read_goal = table.Column<long>(type: "bigint", nullable: false, defaultValue: 0L),
                    read_cursor = table.Column<int>(type: "integer", nullable: true),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    running = table.Column<string>(type: "text", nullable: true),
                    running_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    running_done = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    running_total = table.Column<int>(type: "integer", nullable: false, defaultValue: 0),
                    dry_run_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    dry_run_for = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_states", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "teamspeak3_groups",
                schema: "services",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_teamspeak3_groups", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "teamspeak3_mappings",
                schema: "services",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    group_id = table.Column<int>(type: "integer", nullable: false),
                    group_name = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    server_groups = table.Column<int[]>(type: "integer[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_teamspeak3_mappings", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "mumble_guests",
                schema: "services",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    link_id = table.Column<int>(type: "integer", nullable: false),
                    login_name = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    name_key = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: false),
                    display_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    character_id = table.Column<long>(type: "bigint", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mumble_guests", x => x.id);
                    table.ForeignKey(
                        name: "fk_mumble_guests_mumble_guest_links_link_id",
                        column: x => x.link_id,
                        principalSchema: "services",
                        principalTable: "mumble_guest_links",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "teamspeak3_state_groups",
                schema: "services",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    state_id = table.Column<int>(type: "integer", nullable: false),
                    server_group = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_teamspeak3_state_groups", x => x.id);
                    table.ForeignKey(
                        name: "fk_teamspeak3_state_groups_teamspeak3_groups_server_group",
                        column: x => x.server_group,
                        principalSchema: "services",
                        principalTable: "teamspeak3_groups",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_accounts_service_held_at",
                schema: "services",
                table: "accounts",
                columns: new[] { "service", "held_at" },
                filter: "is_held");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_service_priority_due_since_user_id",
                schema: "services",
                table: "accounts",
                columns: new[] { "service", "priority", "due_since", "user_id" },
                filter: "mark > done");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_service_priority_user_id",
                schema: "services",
                table: "accounts",
                columns: new[] { "service", "priority", "user_id" },
                filter: "mark > done AND mark > looked");

            migrationBuilder.CreateIndex(
                name: "ix_accounts_service_remote_id",
                schema: "services",
                table: "accounts",
                columns: new[] { "service", "remote_id" });

            migrationBuilder.CreateIndex(
                name: "ix_accounts_user_id",
                schema: "services",
                table: "accounts",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_broadcasts_created_at",
                schema: "services",
                table: "broadcasts",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_broadcasts_state",
                schema: "services",
                table: "broadcasts",
                column: "state",
                filter: "state IN ('Waiting', 'Sending')");

            migrationBuilder.CreateIndex(
                name: "ix_discord_users_uid",
                schema: "services",
                table: "discord_users",
                column: "uid");

            migrationBuilder.CreateIndex(
                name: "ix_discord_users_user_name",
                schema: "services",
                table: "discord_users",
                column: "user_name");

            migrationBuilder.CreateIndex(
                name: "ix_history_at",
                schema: "services",
                table: "history",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_history_service_at",
                schema: "services",
                table: "history",
                columns: new[] { "service", "at" },
                filter: "is_counted");

            migrationBuilder.CreateIndex(
                name: "ix_history_user_id_id",
                schema: "services",
                table: "history",
                columns: new[] { "user_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_mumble_guest_links_reference",
                schema: "services",
                table: "mumble_guest_links",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_mumble_guests_link_id",
                schema: "services",
                table: "mumble_guests",
                column: "link_id");

            migrationBuilder.CreateIndex(
                name: "ix_mumble_guests_name_key",
                schema: "services",
                table: "mumble_guests",
                column: "name_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_mumble_users_name_key",
                schema: "services",
                table: "mumble_users",
                column: "name_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outbox_next_attempt_at",
                schema: "services",
                table: "outbox",
                column: "next_attempt_at");

            migrationBuilder.CreateIndex(
                name: "ix_teamspeak3_mappings_group_id",
                schema: "services",
                table: "teamspeak3_mappings",
                column: "group_id");

            migrationBuilder.CreateIndex(
                name: "ix_teamspeak3_state_groups_server_group",
                schema: "services",
                table: "teamspeak3_state_groups",
                column: "server_group");

            migrationBuilder.CreateIndex(
                name: "ix_teamspeak3_state_groups_state_id",
                schema: "services",
                table: "teamspeak3_state_groups",
                column: "state_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "accounts",
                schema: "services");

            migrationBuilder.DropTable(
                name: "broadcasts",
                schema: "services");

            migrationBuilder.DropTable(
                name: "connection_tests",
                schema: "services");

            migrationBuilder.DropTable(
                name: "discord_limits",
                schema: "services");

            migrationBuilder.DropTable(
                name: "discord_users",
                schema: "services");

            migrationBuilder.DropTable(
                name: "dry_run_items",
                schema: "services");

            migrationBuilder.DropTable(
                name: "history",
                schema: "services");

            migrationBuilder.DropTable(
                name: "mumble_avatars",
                schema: "services");

            migrationBuilder.DropTable(
                name: "mumble_guests",
                schema: "services");

            migrationBuilder.DropTable(
                name: "mumble_users",
                schema: "services");

            migrationBuilder.DropTable(
                name: "name_formats",
                schema: "services");

            migrationBuilder.DropTable(
                name: "outbox",
                schema: "services");

            migrationBuilder.DropTable(
                name: "states",
                schema: "services");

            migrationBuilder.DropTable(
                name: "teamspeak3_mappings",
                schema: "services");

            migrationBuilder.DropTable(
                name: "teamspeak3_state_groups",
                schema: "services");

            migrationBuilder.DropTable(
                name: "mumble_guest_links",
                schema: "services");

            migrationBuilder.DropTable(
                name: "teamspeak3_groups",
                schema: "services");
        }
    }
}
