using AllianceAuth.Services.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AllianceAuth.Services.Data;

internal sealed class AccountConfiguration : IEntityTypeConfiguration<Account>
{
    public void Configure(EntityTypeBuilder<Account> account)
    {
        account.ToTable("accounts");
        account.HasKey(a => new { a.Service, a.UserId });
        account.Property(a => a.Service).HasMaxLength(50);
        account.Ignore(a => a.IsDue);
        account.Ignore(a => a.Wanted);
        account.Property(a => a.EndArguments).HasDefaultValueSql("ARRAY[]::text[]");
        account.HasIndex(a => a.UserId);
        // Accounts that their pilots should look at are few; every menu asks who has one.
        account.HasIndex(a => a.UserId, "ix_accounts_needy").HasFilter(FormattableString.Invariant($"stage = {(short)AccountStage.WaitsForPilot} OR (mark > done AND trouble IS NOT NULL)"));
        // What is due is little; without the filter the engine would read past everybody for it.
        account.HasIndex(a => new { a.Service, a.Priority, a.DueSince, a.UserId }).HasFilter("mark > done");
        account.HasIndex(a => new { a.Service, a.Priority, a.UserId }).HasFilter("mark > done AND mark > looked");
        // One rule for the engine, the brake, and the pages.
        account.Property(a => a.IsHeld).HasComputedColumnSql(
            FormattableString.Invariant(
                $"mark > done AND plan IN ({(short)AccountPlan.Strip}, {(short)AccountPlan.Remove}) AND NOT is_approved AND stage <> {(short)AccountStage.Leaving} AND groups IS NOT NULL"),
            stored: true);
        account.HasIndex(a => new { a.Service, a.HeldAt }).HasFilter("is_held");
        account.HasIndex(a => new { a.Service, a.RemoteId });
    }
}

internal sealed class ServiceStateConfiguration : IEntityTypeConfiguration<ServiceState>
{
    public void Configure(EntityTypeBuilder<ServiceState> state)
    {
        state.ToTable("states");
        state.HasKey(s => s.Name);
        state.Property(s => s.Name).HasMaxLength(50);
        // A service is first heard of in many places, each with a statement that names only what it is about.
        foreach (var number in new[] { nameof(ServiceState.HeldCount), nameof(ServiceState.HeldGone), nameof(ServiceState.HeldAllowed), nameof(ServiceState.Misses), nameof(ServiceState.RunningDone), nameof(ServiceState.RunningTotal) })
        {
            state.Property<int>(number).HasDefaultValue(0);
        }

        foreach (var mark in new[] { nameof(ServiceState.SweepWanted), nameof(ServiceState.SweepDone), nameof(ServiceState.SweepGoal), nameof(ServiceState.ReadWanted), nameof(ServiceState.ReadDone), nameof(ServiceState.ReadGoal) })
        {
            state.Property<long>(mark).HasDefaultValue(0L);
        }

        state.Property(s => s.IsFrozen).HasDefaultValue(false);
        state.Property(s => s.TroubleArguments).HasDefaultValueSql("ARRAY[]::text[]");
    }
}

internal sealed class ServiceHistoryConfiguration : IEntityTypeConfiguration<ServiceHistory>
{
    public void Configure(EntityTypeBuilder<ServiceHistory> entry)
    {
        entry.ToTable("history");
        entry.Property(e => e.Service).HasMaxLength(50);
        entry.HasIndex(e => new { e.UserId, e.Id });
        entry.HasIndex(e => new { e.Service, e.At }).HasFilter("is_counted");
        entry.HasIndex(e => e.At);
    }
}

internal sealed class DryRunItemConfiguration : IEntityTypeConfiguration<DryRunItem>
{
    public void Configure(EntityTypeBuilder<DryRunItem> item)
    {
        item.ToTable("dry_run_items");
        item.HasKey(i => new { i.Service, i.UserId });
        item.Property(i => i.Service).HasMaxLength(50);
    }
}
