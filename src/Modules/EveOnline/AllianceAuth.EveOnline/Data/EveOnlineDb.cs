using AllianceAuth.EveOnline.Domain;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace AllianceAuth.EveOnline.Data;

internal sealed class EveOnlineDb(DbContextOptions<EveOnlineDb> options) : ModuleDbContext(options, SchemaName)
{
    public const string SchemaName = "eveonline";

    public DbSet<Character> Characters => Set<Character>();

    public DbSet<Corporation> Corporations => Set<Corporation>();

    public DbSet<Alliance> Alliances => Set<Alliance>();

    public DbSet<Faction> Factions => Set<Faction>();

    public DbSet<SsoToken> Tokens => Set<SsoToken>();

    public DbSet<RoundTrip> RoundTrips => Set<RoundTrip>();

    public DbSet<EsiResponse> EsiResponses => Set<EsiResponse>();

    public DbSet<EsiBudget> EsiBudgets => Set<EsiBudget>();

    public DbSet<Sweep> Sweeps => Set<Sweep>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        // Searches inside names; part of PostgreSQL, and any owner of a database may switch it on.
        modelBuilder.HasPostgresExtension("pg_trgm");
    }
}

internal sealed class EveOnlineDbFactory : IDesignTimeDbContextFactory<EveOnlineDb>
{
    public EveOnlineDb CreateDbContext(string[] args) => new(ModuleDatabaseRegistration.DesignTimeOptions<EveOnlineDb>(EveOnlineDb.SchemaName));
}
