using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;

namespace AllianceAuth.Authentication.Data;

/// <summary>Users, ownership, states, groups and grants.</summary>
internal sealed class AuthenticationDb(DbContextOptions<AuthenticationDb> options) : ModuleDbContext(options, SchemaName)
{
    public const string SchemaName = "authentication";

    public DbSet<User> Users => Set<User>();

    public DbSet<LocalAccount> LocalAccounts => Set<LocalAccount>();

    public DbSet<Ownership> Ownerships => Set<Ownership>();

    public DbSet<OwnershipRecord> OwnershipRecords => Set<OwnershipRecord>();

    public DbSet<State> States => Set<State>();

    public DbSet<StateMember> StateMembers => Set<StateMember>();

    public DbSet<StatePermission> StatePermissions => Set<StatePermission>();

    public DbSet<Group> Groups => Set<Group>();

    public DbSet<ReservedGroupName> ReservedGroupNames => Set<ReservedGroupName>();

    public DbSet<GroupMember> GroupMembers => Set<GroupMember>();

    public DbSet<GroupPermission> GroupPermissions => Set<GroupPermission>();

    public DbSet<UserPermission> UserPermissions => Set<UserPermission>();

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        // Each index slows whatever writes: there are those that are asked for, and no other (ADR 0047).
        configurationBuilder.Conventions.Remove<ForeignKeyIndexConvention>();
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        // Searches inside names; part of PostgreSQL, and any owner of a database may switch it on.
        modelBuilder.HasPostgresExtension("pg_trgm");
    }
}

/// <summary>For <c>dotnet ef</c>.</summary>
internal sealed class AuthenticationDbFactory : IDesignTimeDbContextFactory<AuthenticationDb>
{
    public AuthenticationDb CreateDbContext(string[] args) =>
        new(ModuleDatabaseRegistration.DesignTimeOptions<AuthenticationDb>(AuthenticationDb.SchemaName));
}
