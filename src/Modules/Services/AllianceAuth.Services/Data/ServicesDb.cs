using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Domain.Broadcasts;
using AllianceAuth.Services.Domain.NameFormats;
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

    public DbSet<ConnectionTest> ConnectionTests => Set<ConnectionTest>();

    public DbSet<NameFormatConfig> NameFormats => Set<NameFormatConfig>();

    public DbSet<Broadcast> Broadcasts => Set<Broadcast>();

    /// <summary>Makes the rows of services that have none yet.</summary>
    public Task EnsureStatesAsync(IReadOnlyCollection<string> services, CancellationToken cancellationToken)
    {
        var names = services.ToArray();
        return Database.ExecuteSqlAsync($"INSERT INTO services.states (name) SELECT unnest({names}) ON CONFLICT (name) DO NOTHING", cancellationToken);
    }
}

/// <summary>For <c>dotnet ef</c>.</summary>
internal sealed class ServicesDbFactory : IDesignTimeDbContextFactory<ServicesDb>
{
    public ServicesDb CreateDbContext(string[] args) =>
        new(ModuleDatabaseRegistration.DesignTimeOptions<ServicesDb>(ServicesDb.SchemaName));
}
