using AllianceAuth.Admin.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AllianceAuth.Admin.Data;

internal sealed class MenuItemConfiguration : IEntityTypeConfiguration<MenuItem>
{
    public void Configure(EntityTypeBuilder<MenuItem> item)
    {
        // MENU-012: an empty key would be a second kind of null.
        item.ToTable("menu_items", table => table.HasCheckConstraint("key_not_empty", "entry_key <> ''"));
        item.Property(i => i.EntryKey).HasMaxLength(200);
        item.Property(i => i.Text).HasMaxLength(MenuItem.TextLength);
        item.Property(i => i.Icon).HasMaxLength(MenuItem.TextLength);
        item.Property(i => i.Url).HasMaxLength(MenuItem.UrlLength);
        item.Property(i => i.Permission).HasMaxLength(200);
        item.Ignore(i => i.Arranged);
        item.HasIndex(i => i.EntryKey).IsUnique();
        // MENU-041: what was in a folder stands on the top level when the folder goes.
        item.HasOne<MenuItem>().WithMany().HasForeignKey(i => i.FolderId).OnDelete(DeleteBehavior.SetNull);
    }
}
