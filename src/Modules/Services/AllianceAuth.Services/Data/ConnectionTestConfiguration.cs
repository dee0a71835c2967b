using AllianceAuth.Services.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AllianceAuth.Services.Data;

internal sealed class ConnectionTestConfiguration : IEntityTypeConfiguration<ConnectionTest>
{
    public void Configure(EntityTypeBuilder<ConnectionTest> test)
    {
        test.ToTable("connection_tests");
        test.HasKey(t => t.Service);
        test.Property(t => t.Service).HasMaxLength(50);
        test.Ignore(t => t.Lines);
        test.Property(t => t.Found).HasColumnType("jsonb");
    }
}
