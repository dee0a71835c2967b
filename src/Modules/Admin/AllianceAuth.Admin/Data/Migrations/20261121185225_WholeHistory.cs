using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AllianceAuth.Admin.Data.Migrations
{
    /// <inheritdoc />
    public partial class WholeHistory : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:pg_trgm", ",,");

            migrationBuilder.CreateIndex(
                name: "ix_changes_at",
                schema: "admin",
                table: "changes",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_changes_name_trgm",
                schema: "admin",
                table: "changes",
                column: "name")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_changes_at",
                schema: "admin",
                table: "changes");

            migrationBuilder.DropIndex(
                name: "ix_changes_name_trgm",
                schema: "admin",
                table: "changes");

            migrationBuilder.AlterDatabase()
                .OldAnnotation("Npgsql:PostgresExtension:pg_trgm", ",,");
        }
    }
}
