using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace AllianceAuth.EveOnline.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "eveonline");

            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.CreateTable(
                name: "alliances",
                schema: "eveonline",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    ticker = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    executor_id = table.Column<long>(type: "bigint", nullable: true),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_alliances", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "characters",
                schema: "eveonline",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    corporation_id = table.Column<long>(type: "bigint", nullable: true),
                    alliance_id = table.Column<long>(type: "bigint", nullable: true),
                    faction_id = table.Column<long>(type: "bigint", nullable: true),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    corporation_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    tenure_wanted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    unresolved_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_characters", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "corporations",
                schema: "eveonline",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    ticker = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    member_count = table.Column<long>(type: "bigint", nullable: false),
                    ceo_id = table.Column<long>(type: "bigint", nullable: true),
                    alliance_id = table.Column<long>(type: "bigint", nullable: true),
                    faction_id = table.Column<long>(type: "bigint", nullable: true),
                    is_closed = table.Column<bool>(type: "boolean", nullable: false),
                    seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_corporations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "esi_budgets",
                schema: "eveonline",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    max_tokens = table.Column<int>(type: "integer", nullable: false),
                    window_seconds = table.Column<int>(type: "integer", nullable: false),
                    remaining = table.Column<int>(type: "integer", nullable: false),
                    reserved = table.Column<int>(type: "integer", nullable: false),
                    resets_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_call_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    paused_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    background_paused_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    pause_reason = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    failures = table.Column<int>(type: "integer", nullable: false),
                    last_error = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    last_error_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_esi_budgets", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "esi_responses",
                schema: "eveonline",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    body = table.Column<string>(type: "text", nullable: true),
                    etag = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    fetched_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    asking_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_esi_responses", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "factions",
                schema: "eveonline",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_factions", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                schema: "eveonline",
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
                name: "round_trips",
                schema: "eveonline",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    state_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    browser_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    verifier = table.Column<string>(type: "text", nullable: false),
                    return_path = table.Column<string>(type: "text", nullable: false),
                    scopes = table.Column<string[]>(type: "text[]", nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    claimed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ticket_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    token_id = table.Column<int>(type: "integer", nullable: true),
                    token_is_new = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_round_trips", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "sweeps",
                schema: "eveonline",
                columns: table => new
                {
                    name = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    confirmed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_run_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    looked = table.Column<int>(type: "integer", nullable: false),
                    changed = table.Column<int>(type: "integer", nullable: false),
                    unanswered = table.Column<int>(type: "integer", nullable: false),
                    error = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sweeps", x => x.name);
                });

            migrationBuilder.CreateTable(
                name: "tokens",
                schema: "eveonline",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    character_id = table.Column<long>(type: "bigint", nullable: false),
                    character_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    owner_hash = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: true),
                    access_token = table.Column<string>(type: "text", nullable: false),
                    refresh_token = table.Column<string>(type: "text", nullable: true),
                    scopes = table.Column<string[]>(type: "text[]", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    refreshed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    rejection_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    rejected_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    sso_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tokens", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_alliances_name",
                schema: "eveonline",
                table: "alliances",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "ix_characters_alliance_id",
                schema: "eveonline",
                table: "characters",
                column: "alliance_id");

            migrationBuilder.CreateIndex(
                name: "ix_characters_corporation_id",
                schema: "eveonline",
                table: "characters",
                column: "corporation_id");

            migrationBuilder.CreateIndex(
                name: "ix_characters_faction_id",
                schema: "eveonline",
                table: "characters",
                column: "faction_id");

            migrationBuilder.CreateIndex(
                name: "ix_characters_name",
                schema: "eveonline",
                table: "characters",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "ix_characters_name_trgm",
                schema: "eveonline",
                table: "characters",
                column: "name")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_corporations_alliance_id",
                schema: "eveonline",
                table: "corporations",
                column: "alliance_id");

            migrationBuilder.CreateIndex(
                name: "ix_corporations_ceo_id",
                schema: "eveonline",
                table: "corporations",
                column: "ceo_id");

            migrationBuilder.CreateIndex(
                name: "ix_corporations_name",
                schema: "eveonline",
                table: "corporations",
                column: "name");

            migrationBuilder.CreateIndex(
                name: "ix_esi_responses_expires_at",
                schema: "eveonline",
                table: "esi_responses",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_next_attempt_at",
                schema: "eveonline",
                table: "outbox",
                column: "next_attempt_at");

            migrationBuilder.CreateIndex(
                name: "ix_round_trips_created_at",
                schema: "eveonline",
                table: "round_trips",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_round_trips_state_hash",
                schema: "eveonline",
                table: "round_trips",
                column: "state_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_round_trips_ticket_hash",
                schema: "eveonline",
                table: "round_trips",
                column: "ticket_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_tokens_character_id",
                schema: "eveonline",
                table: "tokens",
                column: "character_id");

            migrationBuilder.CreateIndex(
                name: "ix_tokens_owner_hash",
                schema: "eveonline",
                table: "tokens",
                column: "owner_hash");

            migrationBuilder.CreateIndex(
                name: "ix_tokens_user_id",
                schema: "eveonline",
                table: "tokens",
                column: "user_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "alliances",
                schema: "eveonline");

            migrationBuilder.DropTable(
                name: "characters",
                schema: "eveonline");

            migrationBuilder.DropTable(
                name: "corporations",
                schema: "eveonline");

            migrationBuilder.DropTable(
                name: "esi_budgets",
                schema: "eveonline");

            migrationBuilder.DropTable(
                name: "esi_responses",
                schema: "eveonline");

            migrationBuilder.DropTable(
                name: "factions",
                schema: "eveonline");

            migrationBuilder.DropTable(
                name: "outbox",
                schema: "eveonline");

            migrationBuilder.DropTable(
                name: "round_trips",
                schema: "eveonline");

            migrationBuilder.DropTable(
                name: "sweeps",
                schema: "eveonline");

            migrationBuilder.DropTable(
                name: "tokens",
                schema: "eveonline");
        }
    }
}
