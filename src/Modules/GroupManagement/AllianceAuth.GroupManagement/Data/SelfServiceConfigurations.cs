using AllianceAuth.GroupManagement.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AllianceAuth.GroupManagement.Data;

internal sealed class SelfServiceGroupConfiguration : IEntityTypeConfiguration<SelfServiceGroup>
{
    public void Configure(EntityTypeBuilder<SelfServiceGroup> group)
    {
        group.ToTable("groups");
        group.HasKey(g => g.Id);
        group.Property(g => g.Id).ValueGeneratedNever();
        group.Property(g => g.Description).HasMaxLength(SelfServiceGroup.DescriptionLength);
        group.Property(g => g.Revision).IsConcurrencyToken();
    }
}

internal sealed class GroupRequestConfiguration : IEntityTypeConfiguration<GroupRequest>
{
    public void Configure(EntityTypeBuilder<GroupRequest> request)
    {
        request.ToTable("requests");
        request.HasKey(r => r.Id);
        // The index is the last word on "one request per user": two clicks at once cannot both win.
        request.HasIndex(r => new { r.UserId, r.GroupId }).IsUnique();
        request.HasIndex(r => new { r.GroupId, r.CreatedAt });
        request.HasOne<SelfServiceGroup>().WithMany().HasForeignKey(r => r.GroupId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class GroupLogEntryConfiguration : IEntityTypeConfiguration<GroupLogEntry>
{
    public void Configure(EntityTypeBuilder<GroupLogEntry> entry)
    {
        entry.ToTable("log");
        entry.HasKey(e => e.Id);
        entry.Property(e => e.GroupName).HasMaxLength(150);
        entry.Property(e => e.UserName).HasMaxLength(150);
        entry.Property(e => e.ActorName).HasMaxLength(150);
        entry.HasIndex(e => new { e.GroupId, e.Id });
        entry.HasIndex(e => new { e.GroupId, e.UserId, e.Id });
        entry.HasIndex(e => e.RequestId);
    }
}
