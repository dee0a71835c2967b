using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace AllianceAuth.Services.Data;

/// <summary>Accounts on outside services: what each should be, what was applied last, and what waits.</summary>
internal sealed class ServicesDb(DbContextOptions<ServicesDb> options) : ModuleDbContext(options, SchemaName)
{
    public const string SchemaName = "services";

    public DbSet<Account> Accounts => Set<Account>();

    public DbSet<ServiceState> States => Set<ServiceState>();

    public DbSet<ServiceHistory> History => Set<ServiceHistory>();

    public DbSet<DryRunItem> DryRunItems => Set<DryRunItem>();
}

/// <summary>For <c>dotnet ef</c>.</summary>
internal sealed class ServicesDbFactory : IDesignTimeDbContextFactory<ServicesDb>
{
    public ServicesDb CreateDbContext(string[] args) =>
        new(ModuleDatabaseRegistration.DesignTimeOptions<ServicesDb>(ServicesDb.SchemaName));
}
