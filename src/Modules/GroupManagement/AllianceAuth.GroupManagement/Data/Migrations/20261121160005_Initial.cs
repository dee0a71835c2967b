using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace AllianceAuth.GroupManagement.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "groupmanagement");

            migrationBuilder.CreateTable(
                name: "autogroup_configs",
                schema: "groupmanagement",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    states = table.Column<int[]>(type: "integer[]", nullable: false),
                    corp_groups = table.Column<bool>(type: "boolean", nullable: false),
                    corp_group_prefix = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    corp_name_source = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    alliance_groups = table.Column<bool>(type: "boolean", nullable: false),
                    alliance_group_prefix = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    alliance_name_source = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    replace_spaces = table.Column<bool>(type: "boolean", nullable: false),
                    replace_spaces_with = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_autogroup_configs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "changed_users",
                schema: "groupmanagement",
                columns: table => new
                {
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    times = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_changed_users", x => x.user_id);
                });

            migrationBuilder.CreateTable(
                name: "groups",
                schema: "groupmanagement",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    is_internal = table.Column<bool>(type: "boolean", nullable: false),
                    is_hidden = table.Column<bool>(type: "boolean", nullable: false),
                    is_open = table.Column<bool>(type: "boolean", nullable: false),
                    is_public = table.Column<bool>(type: "boolean", nullable: false),
                    description = table.Column<string>(type: "character varying(512)", maxLength: 512, nullable: false),
                    leaders = table.Column<int[]>(type: "integer[]", nullable: false),
                    leader_groups = table.Column<int[]>(type: "integer[]", nullable: false),
                    states = table.Column<int[]>(type: "integer[]", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_groups", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "lapses",
                schema: "groupmanagement",
                columns: table => new
                {
                    group_id = table.Column<int>(type: "integer", nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    stage = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_approved = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lapses", x => new { x.group_id, x.user_id });
                });

            migrationBuilder.CreateTable(
                name: "log",
                schema: "groupmanagement",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    group_id = table.Column<int>(type: "integer", nullable: false),
                    group_name = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    user_name = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    type = table.Column<int>(type: "integer", nullable: false),
                    is_accepted = table.Column<bool>(type: "boolean", nullable: false),
                    actor_id = table.Column<int>(type: "integer", nullable: false),
                    actor_name = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    request_id = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_log", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "managed_groups",
                schema: "groupmanagement",
                columns: table => new
                {
                    config_id = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<int>(type: "integer", nullable: false),
                    entity_id = table.Column<long>(type: "bigint", nullable: false),
                    group_id = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_managed_groups", x => new { x.config_id, x.kind, x.entity_id });
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                schema: "groupmanagement",
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
                name: "smart_groups",
                schema: "groupmanagement",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    mode = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    grace_days = table.Column<int>(type: "integer", nullable: false),
                    filters = table.Column<string>(type: "jsonb", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    held_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    evaluated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_smart_groups", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "requests",
                schema: "groupmanagement",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    group_id = table.Column<int>(type: "integer", nullable: false),
                    user_id = table.Column<int>(type: "integer", nullable: false),
                    is_leave = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_requests", x => x.id);
                    table.ForeignKey(
                        name: "fk_requests_groups_group_id",
                        column: x => x.group_id,
                        principalSchema: "groupmanagement",
                        principalTable: "groups",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_lapses_user_id",
                schema: "groupmanagement",
                table: "lapses",
                column: "user_id");

            migrationBuilder.CreateIndex(
                name: "ix_log_group_id_id",
                schema: "groupmanagement",
                table: "log",
                columns: new[] { "group_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_log_group_id_user_id_id",
                schema: "groupmanagement",
                table: "log",
                columns: new[] { "group_id", "user_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_log_request_id",
                schema: "groupmanagement",
                table: "log",
                column: "request_id");

            migrationBuilder.CreateIndex(
                name: "ix_managed_groups_group_id",
                schema: "groupmanagement",
                table: "managed_groups",
                column: "group_id");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_next_attempt_at",
                schema: "groupmanagement",
                table: "outbox",
                column: "next_attempt_at");

            migrationBuilder.CreateIndex(
                name: "ix_requests_group_id_created_at",
                schema: "groupmanagement",
                table: "requests",
                columns: new[] { "group_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_requests_user_id_group_id",
                schema: "groupmanagement",
                table: "requests",
                columns: new[] { "user_id", "group_id" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "autogroup_configs",
                schema: "groupmanagement");

            migrationBuilder.DropTable(
                name: "changed_users",
                schema: "groupmanagement");

            migrationBuilder.DropTable(
                name: "lapses",
                schema: "groupmanagement");

            migrationBuilder.DropTable(
                name: "log",
                schema: "groupmanagement");

            migrationBuilder.DropTable(
                name: "managed_groups",
                schema: "groupmanagement");

            migrationBuilder.DropTable(
                name: "outbox",
                schema: "groupmanagement");

            migrationBuilder.DropTable(
                name: "requests",
                schema: "groupmanagement");

            migrationBuilder.DropTable(
                name: "smart_groups",
                schema: "groupmanagement");

            migrationBuilder.DropTable(
                name: "groups",
                schema: "groupmanagement");
        }
    }
}
