using AllianceAuth.EveOnline.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AllianceAuth.EveOnline.Data;

internal sealed class CharacterConfiguration : IEntityTypeConfiguration<Character>
{
    public void Configure(EntityTypeBuilder<Character> character)
    {
        character.ToTable("characters");
        character.Property(c => c.Id).ValueGeneratedNever();
        character.Property(c => c.Name).HasMaxLength(254);
        character.Ignore(c => c.IsBiomassed);
        character.HasIndex(c => c.Name);
        character.HasIndex(c => c.Name, "ix_characters_name_trgm").HasMethod("gin").HasOperators("gin_trgm_ops");
        character.HasIndex(c => c.CorporationId);
        character.HasIndex(c => c.AllianceId);
        character.HasIndex(c => c.FactionId);
    }
}

internal sealed class CorporationConfiguration : IEntityTypeConfiguration<Corporation>
{
    public void Configure(EntityTypeBuilder<Corporation> corporation)
    {
        corporation.ToTable("corporations");
        corporation.Property(c => c.Id).ValueGeneratedNever();
        corporation.Property(c => c.Name).HasMaxLength(254);
        corporation.Property(c => c.Ticker).HasMaxLength(254);
        corporation.HasIndex(c => c.Name);
        corporation.HasIndex(c => c.AllianceId);
        corporation.HasIndex(c => c.CeoId);
    }
}

internal sealed class AllianceConfiguration : IEntityTypeConfiguration<Alliance>
{
    public void Configure(EntityTypeBuilder<Alliance> alliance)
    {
        alliance.ToTable("alliances");
        alliance.Property(a => a.Id).ValueGeneratedNever();
        alliance.Property(a => a.Name).HasMaxLength(254);
        alliance.Property(a => a.Ticker).HasMaxLength(254);
        alliance.HasIndex(a => a.Name);
    }
}

internal sealed class FactionConfiguration : IEntityTypeConfiguration<Faction>
{
    public void Configure(EntityTypeBuilder<Faction> faction)
    {
        faction.ToTable("factions");
        faction.Property(f => f.Id).ValueGeneratedNever();
        faction.Property(f => f.Name).HasMaxLength(254);
    }
}

internal sealed class SsoTokenConfiguration : IEntityTypeConfiguration<SsoToken>
{
    public void Configure(EntityTypeBuilder<SsoToken> token)
    {
        token.ToTable("tokens");
        token.Property(t => t.CharacterName).HasMaxLength(100);
        token.Property(t => t.OwnerHash).HasMaxLength(254);
        token.Property(t => t.Status).HasConversion<string>().HasMaxLength(20);
        token.Property(t => t.RejectionReason).HasMaxLength(500);
        token.Ignore(t => t.BacksOwnership);
        token.HasIndex(t => t.CharacterId);
        token.HasIndex(t => t.OwnerHash);
        token.HasIndex(t => t.UserId);
    }
}

internal sealed class RoundTripConfiguration : IEntityTypeConfiguration<RoundTrip>
{
    public void Configure(EntityTypeBuilder<RoundTrip> trip)
    {
        trip.ToTable("round_trips");
        trip.HasIndex(t => t.StateHash).IsUnique();
        trip.HasIndex(t => t.TicketHash).IsUnique();
        trip.HasIndex(t => t.CreatedAt);
    }
}

internal sealed class EsiResponseConfiguration : IEntityTypeConfiguration<EsiResponse>
{
    public void Configure(EntityTypeBuilder<EsiResponse> response)
    {
        response.ToTable("esi_responses");
        response.HasKey(r => r.Key);
        response.Property(r => r.Key).HasMaxLength(300);
        response.Property(r => r.ETag).HasMaxLength(200).HasColumnName("etag");
        response.HasIndex(r => r.ExpiresAt);
    }
}

internal sealed class EsiBudgetConfiguration : IEntityTypeConfiguration<EsiBudget>
{
    public void Configure(EntityTypeBuilder<EsiBudget> budget)
    {
        budget.ToTable("esi_budgets");
        budget.HasKey(b => b.Key);
        budget.Property(b => b.Key).HasMaxLength(100);
        budget.Property(b => b.PauseReason).HasMaxLength(100);
        budget.Property(b => b.LastError).HasMaxLength(500);
    }
}

internal sealed class SweepConfiguration : IEntityTypeConfiguration<Sweep>
{
    public void Configure(EntityTypeBuilder<Sweep> sweep)
    {
        sweep.ToTable("sweeps");
        sweep.HasKey(s => s.Name);
        sweep.Property(s => s.Name).HasMaxLength(30);
        sweep.Property(s => s.Error).HasMaxLength(500);
    }
}
