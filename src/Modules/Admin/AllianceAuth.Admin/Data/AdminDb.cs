using System.Text.Json;
using AllianceAuth.Admin.Domain;
using AllianceAuth.Shared.Changes;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AllianceAuth.Admin.Data;

/// <summary>What the administration itself stores: the history of changes, runs of bulk actions, the arranged menu.</summary>
internal sealed class AdminDb(DbContextOptions<AdminDb> options) : ModuleDbContext(options, SchemaName)
{
    public const string SchemaName = "admin";

    public DbSet<MenuItem> MenuItems => Set<MenuItem>();

    public DbSet<Change> Changes => Set<Change>();

    public DbSet<BulkRun> Runs => Set<BulkRun>();

    public DbSet<SpentForm> SpentForms => Set<SpentForm>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        // Searches inside names; part of PostgreSQL, and any owner of a database may switch it on.
        modelBuilder.HasPostgresExtension("pg_trgm");
    }

    /// <summary>Lets one at a time arrange the sidebar; held until the transaction ends.</summary>
    public Task HoldMenuAsync(CancellationToken cancellationToken) =>
        Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(hashtext('admin.menu'))", cancellationToken);
}

/// <summary>For <c>dotnet ef</c>.</summary>
internal sealed class AdminDbFactory : IDesignTimeDbContextFactory<AdminDb>
{
    public AdminDb CreateDbContext(string[] args) =>
        new(ModuleDatabaseRegistration.DesignTimeOptions<AdminDb>(AdminDb.SchemaName));
}

/// <summary>The number of a form that was sent; a second click finds it here.</summary>
internal sealed class SpentForm
{
    public required Guid Id { get; init; }

    public required DateTimeOffset At { get; init; }
}

internal sealed class SpentFormConfiguration : IEntityTypeConfiguration<SpentForm>
{
    public void Configure(EntityTypeBuilder<SpentForm> form)
    {
        form.ToTable("spent_forms");
        form.HasIndex(f => f.At);
    }
}

internal sealed class ChangeConfiguration : IEntityTypeConfiguration<Change>
{
    private static readonly ValueComparer<IReadOnlyList<FieldChange>> Same = new((a, b) => ReferenceEquals(a, b), fields => fields.Count, fields => fields);

    public void Configure(EntityTypeBuilder<Change> change)
    {
        change.ToTable("changes");
        change.HasKey(c => c.Id);
        change.Property(c => c.App).HasMaxLength(50);
        change.Property(c => c.Model).HasMaxLength(50);
        change.Property(c => c.Item).HasMaxLength(300);
        change.Property(c => c.Name).HasMaxLength(300);
        change.Property(c => c.Kind).HasConversion<string>().HasMaxLength(10);
        change.Property(c => c.Cause).HasMaxLength(100);
        change.Property(c => c.Fields)
            .HasConversion(fields => JsonSerializer.Serialize(fields, JsonSerializerOptions.Web), json => JsonSerializer.Deserialize<List<FieldChange>>(json, JsonSerializerOptions.Web) ?? new List<FieldChange>(), Same)
            .HasColumnType("jsonb");
        // The last word on "kept once".
        change.HasIndex(c => c.EventId).IsUnique();
        change.HasIndex(c => new { c.App, c.Model, c.Item, c.Id });
        change.HasIndex(c => c.Actor);
        change.HasIndex(c => c.At);
        change.HasIndex(c => c.Name, "ix_changes_name_trgm").HasMethod("gin").HasOperators("gin_trgm_ops");
    }
}

internal sealed class BulkRunConfiguration : IEntityTypeConfiguration<BulkRun>
{
    public void Configure(EntityTypeBuilder<BulkRun> run)
    {
        run.ToTable("runs");
        run.Property(r => r.App).HasMaxLength(50);
        run.Property(r => r.Model).HasMaxLength(50);
        run.Property(r => r.Action).HasMaxLength(50);
        run.Ignore(r => r.IsFinished).Ignore(r => r.NextKeys);
        run.HasIndex(r => r.CreatedAt);
    }
}
