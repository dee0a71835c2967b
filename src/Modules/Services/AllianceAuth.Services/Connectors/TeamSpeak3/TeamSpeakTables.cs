using AllianceAuth.Services.Connectors.TeamSpeak3.Mapping;
using AllianceAuth.Services.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AllianceAuth.Services.Connectors.TeamSpeak3;

internal static class TeamSpeakTables
{
    extension(ServicesDb db)
    {
        public DbSet<TeamSpeakGroup> TeamSpeakGroups => db.Set<TeamSpeakGroup>();

        public DbSet<TeamSpeakMapping> TeamSpeakMappings => db.Set<TeamSpeakMapping>();

        public DbSet<TeamSpeakStateGroup> TeamSpeakStateGroups => db.Set<TeamSpeakStateGroup>();
    }
}

internal sealed class TeamSpeakGroupConfiguration : IEntityTypeConfiguration<TeamSpeakGroup>
{
    public void Configure(EntityTypeBuilder<TeamSpeakGroup> group)
    {
        group.ToTable("teamspeak3_groups");
        group.Property(g => g.Id).ValueGeneratedNever();
        // TeamSpeak counts thirty characters, and some of them are two of ours.
        group.Property(g => g.Name).HasMaxLength(2 * TeamSpeakNames.Longest);
    }
}

internal sealed class TeamSpeakMappingConfiguration : IEntityTypeConfiguration<TeamSpeakMapping>
{
    public void Configure(EntityTypeBuilder<TeamSpeakMapping> mapping)
    {
        mapping.ToTable("teamspeak3_mappings");
        mapping.Property(m => m.GroupName).HasMaxLength(150);
        mapping.HasIndex(m => m.GroupId);
    }
}

internal sealed class TeamSpeakStateGroupConfiguration : IEntityTypeConfiguration<TeamSpeakStateGroup>
{
    public void Configure(EntityTypeBuilder<TeamSpeakStateGroup> row)
    {
        row.ToTable("teamspeak3_state_groups");
        row.HasIndex(r => r.StateId);
        row.HasOne<TeamSpeakGroup>().WithMany().HasForeignKey(r => r.ServerGroup).OnDelete(DeleteBehavior.Cascade);
    }
}
