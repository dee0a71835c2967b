using AllianceAuth.Services.Domain.Broadcasts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AllianceAuth.Services.Data;

internal sealed class BroadcastConfiguration : IEntityTypeConfiguration<Broadcast>
{
    public void Configure(EntityTypeBuilder<Broadcast> broadcast)
    {
        broadcast.ToTable("broadcasts");
        broadcast.Property(b => b.Id).ValueGeneratedNever();
        broadcast.Property(b => b.Service).HasMaxLength(100);
        broadcast.Property(b => b.SenderName).HasMaxLength(200);
        broadcast.Property(b => b.GroupName).HasMaxLength(150);
        broadcast.Property(b => b.Message).HasMaxLength(Broadcast.MessageLength);
        broadcast.Property(b => b.Text).HasMaxLength(Broadcast.TextLength);
        broadcast.Property(b => b.State).HasConversion<string>().HasMaxLength(20);
        broadcast.Property(b => b.Reason).HasMaxLength(200);
        broadcast.HasIndex(b => b.CreatedAt);
        broadcast.HasIndex(b => b.State).HasFilter("state IN ('Waiting', 'Sending')");
    }
}
