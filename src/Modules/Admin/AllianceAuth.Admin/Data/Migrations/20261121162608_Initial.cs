using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace AllianceAuth.Admin.Data.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.EnsureSchema(
                name: "admin");

            migrationBuilder.CreateTable(
                name: "changes",
                schema: "admin",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    app = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    model = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    item = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    name = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    kind = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    fields = table.Column<string>(type: "jsonb", nullable: false),
                    actor = table.Column<int>(type: "integer", nullable: true),
                    cause = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_changes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "menu_items",
                schema: "admin",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                    entry_key = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    text = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    order = table.Column<int>(type: "integer", nullable: false),
                    folder_id = table.Column<int>(type: "integer", nullable: true),
                    is_hidden = table.Column<bool>(type: "boolean", nullable: false),
                    icon = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: false),
                    url = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    section = table.Column<int>(type: "integer", nullable: true),
                    permission = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_menu_items", x => x.id);
                    table.CheckConstraint("key_not_empty", "entry_key <> ''");
                    table.ForeignKey(
                        name: "fk_menu_items_menu_items_folder_id",
                        column: x => x.folder_id,
                        principalSchema: "admin",
                        principalTable: "menu_items",
                        principalColumn: "id",
                        onDelete: ReferentialAction.SetNull);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                schema: "admin",
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
                name: "runs",
                schema: "admin",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    app = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    model = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    action = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    keys = table.Column<string[]>(type: "text[]", nullable: false),
                    actor = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    handled = table.Column<int>(type: "integer", nullable: false),
                    done = table.Column<int>(type: "integer", nullable: false),
                    refusals = table.Column<string[]>(type: "text[]", nullable: false),
                    refused = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_runs", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "spent_forms",
                schema: "admin",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_spent_forms", x => x.id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_changes_actor",
                schema: "admin",
                table: "changes",
                column: "actor");

            migrationBuilder.CreateIndex(
                name: "ix_changes_app_model_item_id",
                schema: "admin",
                table: "changes",
                columns: new[] { "app", "model", "item", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_changes_event_id",
                schema: "admin",
                table: "changes",
                column: "event_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_menu_items_entry_key",
                schema: "admin",
                table: "menu_items",
                column: "entry_key",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_menu_items_folder_id",
                schema: "admin",
                table: "menu_items",
                column: "folder_id");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_next_attempt_at",
                schema: "admin",
                table: "outbox",
                column: "next_attempt_at");

            migrationBuilder.CreateIndex(
                name: "ix_runs_created_at",
                schema: "admin",
                table: "runs",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_spent_forms_at",
                schema: "admin",
                table: "spent_forms",
                column: "at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "changes",
                schema: "admin");

            migrationBuilder.DropTable(
                name: "menu_items",
                schema: "admin");

            migrationBuilder.DropTable(
                name: "outbox",
                schema: "admin");

            migrationBuilder.DropTable(
                name: "runs",
                schema: "admin");

            migrationBuilder.DropTable(
                name: "spent_forms",
                schema: "admin");
        }
    }
}
