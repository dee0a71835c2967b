using AllianceAuth.Admin.Domain;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace AllianceAuth.Admin.Data;

/// <summary>What the administration itself stores: the history of changes, runs of bulk actions, the arranged menu.</summary>
internal sealed class AdminDb(DbContextOptions<AdminDb> options) : ModuleDbContext(options, SchemaName)
{
    public const string SchemaName = "admin";

    public DbSet<MenuItem> MenuItems => Set<MenuItem>();

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
