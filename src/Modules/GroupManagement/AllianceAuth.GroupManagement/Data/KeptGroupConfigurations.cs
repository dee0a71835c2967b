using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.GroupManagement.Domain.Autogroups;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.GroupManagement.Domain;
using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AllianceAuth.GroupManagement.Data;

internal sealed class AutogroupConfigConfiguration : IEntityTypeConfiguration<AutogroupConfig>
{
    public void Configure(EntityTypeBuilder<AutogroupConfig> config)
    {
        config.ToTable("autogroup_configs");
        config.PrimitiveCollection(c => c.States).ElementType().HasConversion<StateNumber>();
        config.Property(c => c.CorpGroupPrefix).HasMaxLength(AutogroupConfig.PrefixLength);
        config.Property(c => c.AllianceGroupPrefix).HasMaxLength(AutogroupConfig.PrefixLength);
        config.Property(c => c.ReplaceSpacesWith).HasMaxLength(AutogroupConfig.ReplacementLength);
        config.Property(c => c.CorpNameSource).HasConversion<string>().HasMaxLength(10);
        config.Property(c => c.AllianceNameSource).HasConversion<string>().HasMaxLength(10);
    }

    private sealed class StateNumber() : ValueConverter<StateId, int>(state => state.Value, value => new StateId(value));
}

internal sealed class ManagedGroupConfiguration : IEntityTypeConfiguration<ManagedGroup>
{
    public void Configure(EntityTypeBuilder<ManagedGroup> group)
    {
        group.ToTable("managed_groups");
        // The key is the last word on "one group per corporation": two who make it at once cannot both win.
        group.HasKey(g => new { g.ConfigId, g.Kind, g.EntityId });
        group.Property(g => g.Name).HasMaxLength(GroupNames.Longest);
        group.HasDiscriminator(g => g.Kind)
            .HasValue<ManagedCorpGroup>(EntityKind.Corporation)
            .HasValue<ManagedAllianceGroup>(EntityKind.Alliance);
        group.HasIndex(g => g.GroupId);
    }
}

internal sealed class SmartGroupConfiguration : IEntityTypeConfiguration<SmartGroup>
{
    public void Configure(EntityTypeBuilder<SmartGroup> group)
    {
        group.ToTable("smart_groups");
        group.Property(g => g.Id).ValueGeneratedNever();
        group.Property(g => g.Filters).HasColumnType("jsonb");
        group.Ignore(g => g.Expression);
        group.Property(g => g.Mode).HasConversion<string>().HasMaxLength(20);
    }
}

internal sealed class LapseConfiguration : IEntityTypeConfiguration<Lapse>
{
    public void Configure(EntityTypeBuilder<Lapse> lapse)
    {
        lapse.ToTable("lapses");
        lapse.HasKey(l => new { l.GroupId, l.UserId });
        lapse.Property(l => l.Stage).HasConversion<string>().HasMaxLength(20);
        lapse.HasIndex(l => l.UserId);
    }
}

internal sealed class ChangedUserConfiguration : IEntityTypeConfiguration<ChangedUser>
{
    public void Configure(EntityTypeBuilder<ChangedUser> user)
    {
        user.ToTable("changed_users");
        user.HasKey(u => u.UserId);
        user.Property(u => u.UserId).ValueGeneratedNever();
    }
}
