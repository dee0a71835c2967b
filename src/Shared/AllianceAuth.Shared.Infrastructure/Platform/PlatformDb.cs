using AllianceAuth.Shared.Infrastructure.Data;
using AllianceAuth.Shared.Infrastructure.Jobs;
using AllianceAuth.Shared.Infrastructure.Mail;
using AllianceAuth.Shared.Infrastructure.Secrets;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace AllianceAuth.Shared.Infrastructure.Platform;

/// <summary>What the house itself stores: queued jobs and their history, mails, the keys of cookies. Quartz's own tables live beside them.</summary>
public sealed class PlatformDb(DbContextOptions<PlatformDb> options) : ModuleDbContext(options, SchemaName)
{
    internal const string SchemaName = "platform";

    internal DbSet<QueuedJob> Queue => Set<QueuedJob>();

    internal DbSet<JobHistoryEntry> History => Set<JobHistoryEntry>();

    internal DbSet<StoredMail> Mails => Set<StoredMail>();

    internal DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();
}

internal sealed class PlatformDbFactory : IDesignTimeDbContextFactory<PlatformDb>
{
    public PlatformDb CreateDbContext(string[] args) => new(ModuleDatabaseRegistration.DesignTimeOptions<PlatformDb>(PlatformDb.SchemaName));
}
