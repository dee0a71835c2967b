using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AllianceAuth.GroupManagement.Data.Migrations
{
    /// <inheritdoc />
    public partial class TakenBack : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "asked_at",
                schema: "groupmanagement",
                table: "log",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "taken_back_at",
                schema: "groupmanagement",
                table: "log",
                type: "timestamp with time zone",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "asked_at",
                schema: "groupmanagement",
                table: "log");

            migrationBuilder.DropColumn(
                name: "taken_back_at",
                schema: "groupmanagement",
                table: "log");
        }
    }
}
