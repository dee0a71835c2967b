using AllianceAuth.Analytics.Domain;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AllianceAuth.Analytics.Data;

/// <summary>Who gets usage statistics, what they agreed to, and what was sent.</summary>
internal sealed class AnalyticsDb(DbContextOptions<AnalyticsDb> options) : ModuleDbContext(options, SchemaName)
{
    public const string SchemaName = "analytics";

    public DbSet<Installation> Installations => Set<Installation>();

    public DbSet<AnalyticsToken> Tokens => Set<AnalyticsToken>();

    public DbSet<SentEvent> Events => Set<SentEvent>();

    /// <summary>
    /// The installation's identity, made on first use. ANA-001, ANA-003. The database draws it: version 4, random through and through,
    /// where a version 7 would tell when the site was set up.
    /// </summary>
    public async Task<Guid> IdentifierAsync(CancellationToken cancellationToken)
    {
        await Database.ExecuteSqlAsync($"INSERT INTO analytics.installations (id, identifier) VALUES (1, gen_random_uuid()) ON CONFLICT (id) DO NOTHING", cancellationToken);
        return await Installations.AsNoTracking().Select(i => i.Identifier).SingleAsync(cancellationToken);
    }
}

/// <summary>For <c>dotnet ef</c>.</summary>
internal sealed class AnalyticsDbFactory : IDesignTimeDbContextFactory<AnalyticsDb>
{
    public AnalyticsDb CreateDbContext(string[] args) => new(ModuleDatabaseRegistration.DesignTimeOptions<AnalyticsDb>(AnalyticsDb.SchemaName));
}

internal sealed class InstallationConfiguration : IEntityTypeConfiguration<Installation>
{
    public void Configure(EntityTypeBuilder<Installation> installation)
    {
        // ANA-002: the database itself has no room for a second one.
        installation.ToTable("installations", table => table.HasCheckConstraint("only_one", $"id = {Installation.OnlyId}"));
        installation.Property(i => i.Id).ValueGeneratedNever();
    }
}

internal sealed class AnalyticsTokenConfiguration : IEntityTypeConfiguration<AnalyticsToken>
{
    public void Configure(EntityTypeBuilder<AnalyticsToken> token)
    {
        token.ToTable("tokens");
        token.Property(t => t.Name).HasMaxLength(AnalyticsToken.NameLength);
        token.Property(t => t.MeasurementId).HasMaxLength(AnalyticsToken.MeasurementIdLength);
        token.HasMany<SentEvent>().WithOne().HasForeignKey(e => e.TokenId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SentEventConfiguration : IEntityTypeConfiguration<SentEvent>
{
    public void Configure(EntityTypeBuilder<SentEvent> sent)
    {
        sent.ToTable("events");
        sent.Property(e => e.Id).ValueGeneratedNever();
        sent.Property(e => e.Occasion).HasMaxLength(50);
        sent.Property(e => e.Namespace).HasMaxLength(100);
        sent.Property(e => e.Task).HasMaxLength(100);
        sent.Property(e => e.Label).HasMaxLength(100);
        sent.Property(e => e.Result).HasMaxLength(20);
        sent.Property(e => e.Answer).HasMaxLength(SentEvent.AnswerLength);
        sent.Ignore(e => e.Usage);
        sent.HasIndex(e => new { e.TokenId, e.Occasion, e.Namespace, e.Task, e.Label }).IsUnique();
        sent.HasIndex(e => e.CreatedAt);
    }
}
