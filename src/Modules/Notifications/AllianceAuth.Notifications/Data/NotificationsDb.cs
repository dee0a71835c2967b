using AllianceAuth.Notifications.Contracts;
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

    /// <summary>Those that were not removed.</summary>
    public DbSet<Notification> Notifications => Set<Notification>();

    public DbSet<MailChoice> MailChoices => Set<MailChoice>();
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
        notification.HasQueryFilter(n => n.RemovedAt == null);
        // The key is the last word on "told once": two nodes that deliver the same event cannot both win.
        notification.HasIndex(n => new { n.UserId, n.Notice }).IsUnique();
        notification.HasIndex(n => new { n.UserId, n.Id });
        notification.HasIndex(n => n.RemovedAt).HasFilter("removed_at IS NOT NULL");
        notification.HasIndex(n => n.CreatedAt);
        // What may still have to be mailed at once is little.
        notification.HasIndex(n => n.UserId).HasFilter($"level = {(int)NotificationLevel.Danger} AND mailed_at IS NULL AND NOT viewed").HasDatabaseName("ix_notifications_danger");
    }
}

internal sealed class MailChoiceConfiguration : IEntityTypeConfiguration<MailChoice>
{
    public void Configure(EntityTypeBuilder<MailChoice> choice)
    {
        choice.ToTable("mail_choices");
        choice.HasKey(c => c.UserId);
        choice.Property(c => c.UserId).ValueGeneratedNever();
        choice.HasIndex(c => c.NextAt).HasFilter("rhythm <> 0");
        choice.HasIndex(c => c.UserId).HasFilter("danger_at_once").HasDatabaseName("ix_mail_choices_danger");
    }
}
