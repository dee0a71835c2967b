using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AllianceAuth.Services.Data.Migrations
{
    /// <inheritdoc />
    public partial class Needy : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_accounts_needy",
                schema: "services",
                table: "accounts",
                column: "user_id",
                filter: "stage = 2 OR (mark > done AND trouble IS NOT NULL)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_accounts_needy",
                schema: "services",
                table: "accounts");
        }
    }
}
