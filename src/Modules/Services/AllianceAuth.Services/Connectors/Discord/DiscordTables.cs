using AllianceAuth.Services.Connectors.Discord.Limits;
using AllianceAuth.Services.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AllianceAuth.Services.Connectors.Discord;

internal static class DiscordTables
{
    extension(ServicesDb db)
    {
        public DbSet<DiscordUser> DiscordUsers => db.Set<DiscordUser>();
    }
}

internal sealed class DiscordUserConfiguration : IEntityTypeConfiguration<DiscordUser>
{
    public void Configure(EntityTypeBuilder<DiscordUser> user)
    {
        user.ToTable("discord_users");
        user.HasKey(u => u.UserId);
        user.Property(u => u.UserId).ValueGeneratedNever();
        user.Property(u => u.UserName).HasMaxLength(DiscordUser.LongestName);
        user.Property(u => u.Discriminator).HasMaxLength(DiscordUser.LongestDiscriminator);
        user.Property(u => u.CodeHash).HasMaxLength(64);
        user.Ignore(u => u.ShownName);
        // Not unique: the system we follow lets two pilots be one Discord user, and what is imported may hold such.
        user.HasIndex(u => u.Uid);
        user.HasIndex(u => u.UserName);
    }
}

internal sealed class DiscordLimitConfiguration : IEntityTypeConfiguration<DiscordLimit>
{
    public void Configure(EntityTypeBuilder<DiscordLimit> limit)
    {
        limit.ToTable("discord_limits");
        limit.HasKey(l => l.Name);
        limit.Property(l => l.Name).HasMaxLength(100);
    }
}
