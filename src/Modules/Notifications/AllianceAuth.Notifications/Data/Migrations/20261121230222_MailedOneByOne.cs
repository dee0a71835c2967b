using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AllianceAuth.Notifications.Data.Migrations
{
    /// <inheritdoc />
    public partial class MailedOneByOne : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "digested_at",
                schema: "notifications",
                table: "notifications",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "mailed_at",
                schema: "notifications",
                table: "notifications",
                type: "timestamp with time zone",
                nullable: true);

            // What the marks say was told stays told.
            migrationBuilder.Sql("UPDATE notifications.notifications n SET digested_at = n.created_at FROM notifications.mail_choices c WHERE c.user_id = n.user_id AND n.id <= c.digested_up_to");
            migrationBuilder.Sql("UPDATE notifications.notifications n SET mailed_at = n.created_at FROM notifications.mail_choices c WHERE c.user_id = n.user_id AND n.id <= c.mailed_up_to");

            migrationBuilder.DropColumn(
                name: "digested_up_to",
                schema: "notifications",
                table: "mail_choices");

            migrationBuilder.DropColumn(
                name: "mailed_up_to",
                schema: "notifications",
                table: "mail_choices");

            migrationBuilder.CreateIndex(
                name: "ix_notifications_danger",
                schema: "notifications",
                table: "notifications",
                column: "user_id",
                filter: "level = 0 AND mailed_at IS NULL AND NOT viewed");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_notifications_danger",
                schema: "notifications",
                table: "notifications");

            migrationBuilder.AddColumn<long>(
                name: "digested_up_to",
                schema: "notifications",
                table: "mail_choices",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "mailed_up_to",
                schema: "notifications",
                table: "mail_choices",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.Sql("UPDATE notifications.mail_choices c SET digested_up_to = coalesce((SELECT max(id) FROM notifications.notifications n WHERE n.user_id = c.user_id AND n.digested_at IS NOT NULL), 0), mailed_up_to = coalesce((SELECT max(id) FROM notifications.notifications n WHERE n.user_id = c.user_id AND n.mailed_at IS NOT NULL), 0)");

            migrationBuilder.DropColumn(
                name: "digested_at",
                schema: "notifications",
                table: "notifications");

            migrationBuilder.DropColumn(
                name: "mailed_at",
                schema: "notifications",
                table: "notifications");
        }
    }
}
