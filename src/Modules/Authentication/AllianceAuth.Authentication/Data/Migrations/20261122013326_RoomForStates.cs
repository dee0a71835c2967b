using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AllianceAuth.Authentication.Data.Migrations
{
    /// <inheritdoc />
    public partial class RoomForStates : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_users_state",
                schema: "authentication",
                table: "users");

            migrationBuilder.AlterTable(
                name: "users",
                schema: "authentication")
                .Annotation("Npgsql:StorageParameter:fillfactor", 50);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterTable(
                name: "users",
                schema: "authentication")
                .OldAnnotation("Npgsql:StorageParameter:fillfactor", 50);

            migrationBuilder.CreateIndex(
                name: "ix_users_state",
                schema: "authentication",
                table: "users",
                column: "state");
        }
    }
}
