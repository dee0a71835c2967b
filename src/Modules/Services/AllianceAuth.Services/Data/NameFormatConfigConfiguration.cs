using AllianceAuth.Services.Domain.NameFormats;
using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AllianceAuth.Services.Data;

internal sealed class NameFormatConfigConfiguration : IEntityTypeConfiguration<NameFormatConfig>
{
    public void Configure(EntityTypeBuilder<NameFormatConfig> config)
    {
        config.ToTable("name_formats");
        config.Property(c => c.ServiceName).HasMaxLength(NameFormatConfig.NameLength);
        config.Property(c => c.Format).HasMaxLength(NameFormatConfig.FormatLength);
        config.PrimitiveCollection(c => c.States).ElementType().HasConversion<StateNumber>();
    }

    private sealed class StateNumber() : ValueConverter<StateId, int>(state => state.Value, value => new StateId(value));
}
