using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

#nullable disable

namespace AllianceAuth.Services.Data.Migrations
{
    /// <inheritdoc />
    public partial class Mumble : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
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
                name: "mumble_guest_links",
                schema: "services");
        }
    }
}
