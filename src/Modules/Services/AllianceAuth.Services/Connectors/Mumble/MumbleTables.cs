using AllianceAuth.Services.Connectors.Mumble.Accounts;
using AllianceAuth.Services.Connectors.Mumble.Guests;
using AllianceAuth.Services.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AllianceAuth.Services.Connectors.Mumble;

internal static class MumbleTables
{
    extension(ServicesDb db)
    {
        public DbSet<MumbleUser> MumbleUsers => db.Set<MumbleUser>();

        public DbSet<MumbleAvatar> MumbleAvatars => db.Set<MumbleAvatar>();

        public DbSet<GuestLink> GuestLinks => db.Set<GuestLink>();

        public DbSet<Guest> Guests => db.Set<Guest>();
    }
}

internal sealed class MumbleUserConfiguration : IEntityTypeConfiguration<MumbleUser>
{
    public void Configure(EntityTypeBuilder<MumbleUser> user)
    {
        user.ToTable("mumble_users");
        user.HasKey(u => u.UserId);
        user.Property(u => u.UserId).ValueGeneratedNever();
        user.Property(u => u.LoginName).HasMaxLength(254);
        user.Property(u => u.NameKey).HasMaxLength(254);
        user.Property(u => u.DisplayName).HasMaxLength(254);
        user.Property(u => u.HashFunction).HasMaxLength(20);
        // The one statement of a login finds its row by this, and it is the last word on equal names.
        user.HasIndex(u => u.NameKey).IsUnique();
    }
}

internal sealed class MumbleAvatarConfiguration : IEntityTypeConfiguration<MumbleAvatar>
{
    public void Configure(EntityTypeBuilder<MumbleAvatar> avatar)
    {
        avatar.ToTable("mumble_avatars");
        avatar.HasKey(a => a.CharacterId);
        avatar.Property(a => a.CharacterId).ValueGeneratedNever();
    }
}

internal sealed class GuestLinkConfiguration : IEntityTypeConfiguration<GuestLink>
{
    public void Configure(EntityTypeBuilder<GuestLink> link)
    {
        link.ToTable("mumble_guest_links");
        link.Property(l => l.Reference).HasMaxLength(GuestLink.ReferenceLength);
        link.HasIndex(l => l.Reference).IsUnique();
    }
}

internal sealed class GuestConfiguration : IEntityTypeConfiguration<Guest>
{
    public void Configure(EntityTypeBuilder<Guest> guest)
    {
        guest.ToTable("mumble_guests");
        guest.Property(g => g.LoginName).HasMaxLength(20);
        guest.Property(g => g.NameKey).HasMaxLength(20);
        guest.Property(g => g.DisplayName).HasMaxLength(Guest.LongestName);
        guest.HasIndex(g => g.NameKey).IsUnique();
        guest.HasOne<GuestLink>().WithMany().HasForeignKey(g => g.LinkId).OnDelete(DeleteBehavior.Cascade);
    }
}
