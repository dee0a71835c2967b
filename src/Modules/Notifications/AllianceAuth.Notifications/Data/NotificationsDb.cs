using AllianceAuth.Notifications.Domain;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AllianceAuth.Notifications.Data;

/// <summary>What users were told.</summary>
internal sealed class NotificationsDb(DbContextOptions<NotificationsDb> options) : ModuleDbContext(options, SchemaName)
{
    public const string SchemaName = "notifications";

    public DbSet<Notification> Notifications => Set<Notification>();
}

/// <summary>For <c>dotnet ef</c>.</summary>
internal sealed class NotificationsDbFactory : IDesignTimeDbContextFactory<NotificationsDb>
{
    public NotificationsDb CreateDbContext(string[] args) =>
        new(ModuleDatabaseRegistration.DesignTimeOptions<NotificationsDb>(NotificationsDb.SchemaName));
}

internal sealed class NotificationConfiguration : IEntityTypeConfiguration<Notification>
{
    public void Configure(EntityTypeBuilder<Notification> notification)
    {
        notification.ToTable("notifications");
        notification.HasKey(n => n.Id);
        notification.Property(n => n.Title).HasMaxLength(254);
        // The key is the last word on "told once": two nodes that deliver the same event cannot both win.
        notification.HasIndex(n => new { n.UserId, n.Notice }).IsUnique();
        notification.HasIndex(n => new { n.UserId, n.Id });
    }
}
