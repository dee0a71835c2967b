using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace AllianceAuth.Authentication.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "authentication");

            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.CreateTable(
                name: "groups",
                schema: "authentication",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    is_restricted = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_groups", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "local_accounts",
                schema: "authentication",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    user_name = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: true),
                    normalized_user_name = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: true),
                    password_hash = table.Column<string>(type: "text", nullable: true),
                    security_stamp = table.Column<string>(type: "text", nullable: true),
                    concurrency_stamp = table.Column<string>(type: "text", nullable: true),
                    two_factor_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    lockout_end = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    lockout_enabled = table.Column<bool>(type: "boolean", nullable: false),
                    access_failed_count = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_local_accounts", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                schema: "authentication",
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
                name: "reserved_group_names",
                schema: "authentication",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    created_by = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reserved_group_names", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "states",
                schema: "authentication",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:IdentitySequenceOptions", "'10', '1', '', '', 'False', '1'")
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    name = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    priority = table.Column<int>(type: "integer", nullable: false),
                    is_public = table.Column<bool>(type: "boolean", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_states", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "group_permissions",
                schema: "authentication",
                columns: table => new
                {
                    group_id = table.Column<int>(type: "integer", nullable: false),
                    permission = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_group_permissions", x => new { x.group_id, x.permission });
                    table.ForeignKey(
                        name: "fk_group_permissions_groups_group_id",
                        column: x => x.group_id,
                        principalSchema: "authentication",
                        principalTable: "groups",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "state_members",
                schema: "authentication",
                columns: table => new
                {
                    state_id = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    entity_id = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_state_members", x => new { x.state_id, x.kind, x.entity_id });
                    table.ForeignKey(
                        name: "fk_state_members_states_state_id",
                        column: x => x.state_id,
                        principalSchema: "authentication",
                        principalTable: "states",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "state_permissions",
                schema: "authentication",
                columns: table => new
                {
                    state_id = table.Column<int>(type: "integer", nullable: false),
                    permission = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_state_permissions", x => new { x.state_id, x.permission });
                    table.ForeignKey(
                        name: "fk_state_permissions_states_state_id",
                        column: x => x.state_id,
                        principalSchema: "authentication",
                        principalTable: "states",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "users",
                schema: "authentication",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    user_name = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    email = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    registration = table.Column<int>(type: "integer", nullable: false),
                    is_staff = table.Column<bool>(type: "boolean", nullable: false),
                    is_superuser = table.Column<bool>(type: "boolean", nullable: false),
                    session_generation = table.Column<int>(type: "integer", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    date_joined = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_login = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    state = table.Column<int>(type: "integer", nullable: false),
                    main_character_id = table.Column<long>(type: "bigint", nullable: true),
                    main_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    main_corporation_id = table.Column<long>(type: "bigint", nullable: true),
                    main_corporation_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    main_corporation_ticker = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: true),
                    main_alliance_id = table.Column<long>(type: "bigint", nullable: true),
                    main_alliance_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    main_faction_id = table.Column<long>(type: "bigint", nullable: true),
                    main_faction_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    shown_name = table.Column<string>(type: "text", nullable: false, computedColumnSql: "coalesce(main_name, user_name)", stored: true),
                    language = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    theme = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    night_mode = table.Column<bool>(type: "boolean", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_users", x => x.id);
                    table.ForeignKey(
                        name: "fk_users_states_state",
                        column: x => x.state,
                        principalSchema: "authentication",
                        principalTable: "states",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "group_members",
                schema: "authentication",
                columns: table => new
                {
                    group_id = table.Column<int>(type: "integer", nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_group_members", x => new { x.group_id, x.user_id });
                    table.ForeignKey(
                        name: "fk_group_members_groups_group_id",
                        column: x => x.group_id,
                        principalSchema: "authentication",
                        principalTable: "groups",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_group_members_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "authentication",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ownership_records",
                schema: "authentication",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    character_id = table.Column<long>(type: "bigint", nullable: false),
                    owner_hash = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ownership_records", x => x.id);
                    table.ForeignKey(
                        name: "fk_ownership_records_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "authentication",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "ownerships",
                schema: "authentication",
                columns: table => new
                {
                    character_id = table.Column<long>(type: "bigint", nullable: false),
                    owner_hash = table.Column<string>(type: "character varying(254)", maxLength: 254, nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_ownerships", x => x.character_id);
                    table.ForeignKey(
                        name: "fk_ownerships_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "authentication",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "user_permissions",
                schema: "authentication",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    permission = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_user_permissions", x => new { x.user_id, x.permission });
                    table.ForeignKey(
                        name: "fk_user_permissions_users_user_id",
                        column: x => x.user_id,
                        principalSchema: "authentication",
                        principalTable: "users",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.InsertData(
                schema: "authentication",
                table: "states",
                columns: new[] { "id", "is_public", "name", "priority", "revision" },
                values: new object[,]
                {
                    { 1, true, "Guest", 0, 0 },
                    { 2, false, "Blue", 50, 0 },
                    { 3, false, "Member", 100, 0 }
                });

            migrationBuilder.CreateIndex(
                name: "ix_group_members_user_id",
                schema: "authentication",
                table: "group_members",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_group_permissions_permission",
                schema: "authentication",
                table: "group_permissions",
                column: "permission");

            migrationBuilder.CreateIndex(
                name: "ix_groups_name",
                schema: "authentication",
                table: "groups",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_local_accounts_normalized_user_name",
                schema: "authentication",
                table: "local_accounts",
                column: "normalized_user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outbox_next_attempt_at",
                schema: "authentication",
                table: "outbox",
                column: "next_attempt_at");

            migrationBuilder.CreateIndex(
                name: "ix_ownership_records_character_id_owner_hash_created_at",
                schema: "authentication",
                table: "ownership_records",
                columns: new[] { "character_id", "owner_hash", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_ownership_records_user_id",
                schema: "authentication",
                table: "ownership_records",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_ownerships_owner_hash",
                schema: "authentication",
                table: "ownerships",
                column: "owner_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_ownerships_user_id",
                schema: "authentication",
                table: "ownerships",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_reserved_group_names_name",
                schema: "authentication",
                table: "reserved_group_names",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_state_members_kind_entity_id",
                schema: "authentication",
                table: "state_members",
                columns: new[] { "kind", "entity_id" });

            migrationBuilder.CreateIndex(
                name: "ix_state_permissions_permission",
                schema: "authentication",
                table: "state_permissions",
                column: "permission");

            migrationBuilder.CreateIndex(
                name: "ix_states_name",
                schema: "authentication",
                table: "states",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_states_priority",
                schema: "authentication",
                table: "states",
                column: "priority",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_user_permissions_permission",
                schema: "authentication",
                table: "user_permissions",
                column: "permission");

            migrationBuilder.CreateIndex(
                name: "ix_users_date_joined",
                schema: "authentication",
                table: "users",
                column: "date_joined");

            migrationBuilder.CreateIndex(
                name: "ix_users_main_character_id",
                schema: "authentication",
                table: "users",
                column: "main_character_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_users_main_corporation_name_trgm",
                schema: "authentication",
                table: "users",
                column: "main_corporation_name")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_users_main_name_trgm",
                schema: "authentication",
                table: "users",
                column: "main_name")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_users_shown_name_id",
                schema: "authentication",
                table: "users",
                columns: new[] { "shown_name", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_users_state",
                schema: "authentication",
                table: "users",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "ix_users_user_name",
                schema: "authentication",
                table: "users",
                column: "user_name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_users_user_name_trgm",
                schema: "authentication",
                table: "users",
                column: "user_name")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "group_members",
                schema: "authentication");

            migrationBuilder.DropTable(
                name: "group_permissions",
                schema: "authentication");

            migrationBuilder.DropTable(
                name: "local_accounts",
                schema: "authentication");

            migrationBuilder.DropTable(
                name: "outbox",
                schema: "authentication");

            migrationBuilder.DropTable(
                name: "ownership_records",
                schema: "authentication");

            migrationBuilder.DropTable(
                name: "ownerships",
                schema: "authentication");

            migrationBuilder.DropTable(
                name: "reserved_group_names",
                schema: "authentication");

            migrationBuilder.DropTable(
                name: "state_members",
                schema: "authentication");

            migrationBuilder.DropTable(
                name: "state_permissions",
                schema: "authentication");

            migrationBuilder.DropTable(
                name: "user_permissions",
                schema: "authentication");

            migrationBuilder.DropTable(
                name: "groups",
                schema: "authentication");

            migrationBuilder.DropTable(
                name: "users",
                schema: "authentication");

            migrationBuilder.DropTable(
                name: "states",
                schema: "authentication");
        }
    }
}
