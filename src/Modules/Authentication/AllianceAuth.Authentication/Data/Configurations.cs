using AllianceAuth.Authentication.Domain;
using AllianceAuth.Shared.Access;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AllianceAuth.Authentication.Data;

internal sealed class UserConfiguration : IEntityTypeConfiguration<User>
{
    public void Configure(EntityTypeBuilder<User> user)
    {
        user.ToTable("users");
        user.HasKey(u => u.Id);
        user.Property(u => u.Id).ValueGeneratedOnAdd().UseIdentityByDefaultColumn();
        user.Ignore(u => u.Main);
        user.Property(u => u.UserName).HasMaxLength(150);
        user.Property(u => u.Email).HasMaxLength(254);
        user.Property(u => u.MainName).HasMaxLength(100);
        user.Property(u => u.MainCorporationName).HasMaxLength(100);
        user.Property(u => u.MainCorporationTicker).HasMaxLength(10);
        user.Property(u => u.MainAllianceName).HasMaxLength(100);
        user.Property(u => u.MainFactionName).HasMaxLength(100);
        user.Property(u => u.Language).HasMaxLength(10);
        user.Property(u => u.Theme).HasMaxLength(200);
        user.HasIndex(u => u.UserName).IsUnique();
        // A character is the main of one user at most.
        user.HasIndex(u => u.MainCharacterId).IsUnique();
        // A state edit may move everybody. With room in each page and no index on what changes, PostgreSQL need not touch any of the others (ADR 0047).
        user.HasStorageParameter("fillfactor", 50);
        // The administration searches inside these in any case, and sorts by the name that is shown.
        user.HasIndex(u => u.UserName, "ix_users_user_name_trgm").HasMethod("gin").HasOperators("gin_trgm_ops");
        user.HasIndex(u => u.MainName, "ix_users_main_name_trgm").HasMethod("gin").HasOperators("gin_trgm_ops");
        user.HasIndex(u => u.MainCorporationName, "ix_users_main_corporation_name_trgm").HasMethod("gin").HasOperators("gin_trgm_ops");
        user.Property(u => u.ShownName).HasComputedColumnSql("coalesce(main_name, user_name)", stored: true);
        user.HasIndex(u => new { u.ShownName, u.Id });
        user.HasIndex(u => u.DateJoined);
        user.HasOne<State>().WithMany().HasForeignKey(u => u.State).OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class LocalAccountConfiguration : IEntityTypeConfiguration<LocalAccount>
{
    public void Configure(EntityTypeBuilder<LocalAccount> account)
    {
        account.ToTable("local_accounts");
        account.HasKey(a => a.Id);
        account.Property(a => a.Id).ValueGeneratedNever();
        account.Property(a => a.UserName).HasMaxLength(150);
        account.Property(a => a.NormalizedUserName).HasMaxLength(150);
        account.Property(a => a.ConcurrencyStamp).IsConcurrencyToken();
        account.HasIndex(a => a.NormalizedUserName).IsUnique();
        // Kept with the user; a second copy could only differ.
        account.Ignore(a => a.Email).Ignore(a => a.NormalizedEmail).Ignore(a => a.EmailConfirmed);
        account.Ignore(a => a.PhoneNumber).Ignore(a => a.PhoneNumberConfirmed);
    }
}

internal sealed class OwnershipConfiguration : IEntityTypeConfiguration<Ownership>
{
    public void Configure(EntityTypeBuilder<Ownership> ownership)
    {
        ownership.ToTable("ownerships");
        ownership.HasKey(o => o.CharacterId);
        ownership.Property(o => o.CharacterId).ValueGeneratedNever();
        ownership.Property(o => o.OwnerHash).HasMaxLength(254);
        ownership.HasIndex(o => o.OwnerHash).IsUnique();
        ownership.HasIndex(o => o.UserId);
        ownership.HasOne<User>().WithMany().HasForeignKey(o => o.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class OwnershipRecordConfiguration : IEntityTypeConfiguration<OwnershipRecord>
{
    public void Configure(EntityTypeBuilder<OwnershipRecord> record)
    {
        record.ToTable("ownership_records");
        record.HasKey(r => r.Id);
        record.Property(r => r.OwnerHash).HasMaxLength(254);
        record.HasIndex(r => new { r.CharacterId, r.OwnerHash, r.CreatedAt });
        record.HasIndex(r => r.UserId);
        record.HasOne<User>().WithMany().HasForeignKey(r => r.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class StateConfiguration : IEntityTypeConfiguration<State>
{
    public void Configure(EntityTypeBuilder<State> state)
    {
        state.ToTable("states");
        state.HasKey(s => s.Id);
        // The first numbers belong to the states of a fresh installation.
        state.Property(s => s.Id).ValueGeneratedOnAdd().UseIdentityByDefaultColumn().HasIdentityOptions(startValue: 10);
        state.Property(s => s.Name).HasMaxLength(State.NameLength);
        state.HasIndex(s => s.Name).IsUnique();
        state.HasIndex(s => s.Priority).IsUnique();
        state.HasMany(s => s.Members).WithOne().HasForeignKey(m => m.StateId);
        state.HasMany(s => s.Permissions).WithOne().HasForeignKey(p => p.StateId);
        state.HasData(
            new { Id = new StateId(1), Name = State.GuestName, Priority = 0, IsPublic = true, Revision = 0 },
            new { Id = new StateId(2), Name = "Blue", Priority = 50, IsPublic = false, Revision = 0 },
            new { Id = new StateId(3), Name = "Member", Priority = 100, IsPublic = false, Revision = 0 });
    }
}

internal sealed class StateMemberConfiguration : IEntityTypeConfiguration<StateMember>
{
    public void Configure(EntityTypeBuilder<StateMember> member)
    {
        member.ToTable("state_members");
        member.HasKey(m => new { m.StateId, m.Kind, m.EntityId });
        member.Property(m => m.EntityId).ValueGeneratedNever();
        member.HasIndex(m => new { m.Kind, m.EntityId });
    }
}

internal sealed class StatePermissionConfiguration : IEntityTypeConfiguration<StatePermission>
{
    public void Configure(EntityTypeBuilder<StatePermission> grant)
    {
        grant.ToTable("state_permissions");
        grant.HasKey(p => new { p.StateId, p.Permission });
        grant.Property(p => p.Permission).HasMaxLength(200);
        grant.HasIndex(p => p.Permission);
    }
}

internal sealed class GroupConfiguration : IEntityTypeConfiguration<Group>
{
    public void Configure(EntityTypeBuilder<Group> group)
    {
        group.ToTable("groups");
        group.HasKey(g => g.Id);
        group.Property(g => g.Id).ValueGeneratedOnAdd().UseIdentityByDefaultColumn();
        group.Property(g => g.Name).HasMaxLength(Group.NameLength);
        group.HasIndex(g => g.Name).IsUnique();
    }
}

internal sealed class ReservedGroupNameConfiguration : IEntityTypeConfiguration<ReservedGroupName>
{
    public void Configure(EntityTypeBuilder<ReservedGroupName> reserved)
    {
        reserved.ToTable("reserved_group_names");
        reserved.HasKey(r => r.Id);
        reserved.Property(r => r.Name).HasMaxLength(Group.NameLength);
        reserved.Property(r => r.Reason).HasMaxLength(ReservedGroupName.ReasonLength);
        reserved.Property(r => r.CreatedBy).HasMaxLength(255);
        reserved.HasIndex(r => r.Name).IsUnique();
    }
}

internal sealed class GroupMemberConfiguration : IEntityTypeConfiguration<GroupMember>
{
    public void Configure(EntityTypeBuilder<GroupMember> member)
    {
        member.ToTable("group_members");
        member.HasKey(m => new { m.GroupId, m.UserId });
        member.HasIndex(m => m.UserId);
        member.HasOne<Group>().WithMany().HasForeignKey(m => m.GroupId).OnDelete(DeleteBehavior.Cascade);
        member.HasOne<User>().WithMany().HasForeignKey(m => m.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class GroupPermissionConfiguration : IEntityTypeConfiguration<GroupPermission>
{
    public void Configure(EntityTypeBuilder<GroupPermission> grant)
    {
        grant.ToTable("group_permissions");
        grant.HasKey(p => new { p.GroupId, p.Permission });
        grant.Property(p => p.Permission).HasMaxLength(200);
        grant.HasIndex(p => p.Permission);
        grant.HasOne<Group>().WithMany().HasForeignKey(p => p.GroupId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class UserPermissionConfiguration : IEntityTypeConfiguration<UserPermission>
{
    public void Configure(EntityTypeBuilder<UserPermission> grant)
    {
        grant.ToTable("user_permissions");
        grant.HasKey(p => new { p.UserId, p.Permission });
        grant.Property(p => p.Permission).HasMaxLength(200);
        grant.HasIndex(p => p.Permission);
        grant.HasOne<User>().WithMany().HasForeignKey(p => p.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}
