using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace AllianceAuth.Admin.Data;

/// <summary>What the administration itself stores: the history of changes, runs of bulk actions, the arranged menu.</summary>
internal sealed class AdminDb(DbContextOptions<AdminDb> options) : ModuleDbContext(options, SchemaName)
{
    public const string SchemaName = "admin";
}

/// <summary>For <c>dotnet ef</c>.</summary>
internal sealed class AdminDbFactory : IDesignTimeDbContextFactory<AdminDb>
{
    public AdminDb CreateDbContext(string[] args) =>
        new(ModuleDatabaseRegistration.DesignTimeOptions<AdminDb>(AdminDb.SchemaName));
}
