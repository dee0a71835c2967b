using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.GroupManagement.Domain.Autogroups;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace AllianceAuth.GroupManagement.Data;

/// <summary>What makes groups self-service, kept themselves, or led. Who is in them is Authentication's.</summary>
internal sealed class GroupManagementDb(DbContextOptions<GroupManagementDb> options) : ModuleDbContext(options, SchemaName)
{
    public const string SchemaName = "groupmanagement";

    public DbSet<SelfServiceGroup> Groups => Set<SelfServiceGroup>();

    public DbSet<GroupRequest> Requests => Set<GroupRequest>();

    public DbSet<GroupLogEntry> Log => Set<GroupLogEntry>();

    public DbSet<AutogroupConfig> AutogroupConfigs => Set<AutogroupConfig>();

    public DbSet<ManagedGroup> ManagedGroups => Set<ManagedGroup>();

    public DbSet<SmartGroup> SmartGroups => Set<SmartGroup>();

    public DbSet<Lapse> Lapses => Set<Lapse>();

    public DbSet<ChangedUser> ChangedUsers => Set<ChangedUser>();
}

/// <summary>For <c>dotnet ef</c>.</summary>
internal sealed class GroupManagementDbFactory : IDesignTimeDbContextFactory<GroupManagementDb>
{
    public GroupManagementDb CreateDbContext(string[] args) =>
        new(ModuleDatabaseRegistration.DesignTimeOptions<GroupManagementDb>(GroupManagementDb.SchemaName));
}
