using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Events;
using AllianceAuth.Shared.Infrastructure.Outbox;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace AllianceAuth.Shared.Infrastructure.Data;

/// <summary>
/// Base of every module's database: a schema of its own, names in snake case, our ids as numbers, and an outbox that takes what the
/// aggregates raised in the same transaction as the change itself.
/// </summary>
/// <param name="options">Options of the concrete context.</param>
/// <param name="schema">The module's schema; no other module reads or writes it.</param>
public abstract class ModuleDbContext(DbContextOptions options, string schema) : DbContext(options)
{
    /// <summary>The module's schema.</summary>
    public string Schema { get; } = schema;

    /// <summary>Events that wait for delivery.</summary>
    public DbSet<OutboxMessage> Outbox => Set<OutboxMessage>();

    /// <summary>Stores an event that no aggregate raised, for set-based changes. It goes out with the next save.</summary>
    public void Raise(IIntegrationEvent happened) => Outbox.Add(OutboxMessage.Of(happened));

    /// <inheritdoc />
    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Saving blocks a thread here. Use SaveChangesAsync.");

    /// <inheritdoc />
    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        foreach (var aggregate in ChangeTracker.Entries<Aggregate>().Select(e => e.Entity).ToList())
        {
            foreach (var happened in aggregate.TakeRaised())
            {
                Raise(happened);
            }
        }

        var raised = ChangeTracker.Entries<OutboxMessage>().Where(e => e.State == EntityState.Added).ToList();
        return raised.Count > 1 ? SaveWithAsync(raised, acceptAllChangesOnSuccess, cancellationToken) : base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    // EF would write a statement for each: many events, as of a change that touches a hundred thousand users, are one insert.
    private async Task<int> SaveWithAsync(List<EntityEntry<OutboxMessage>> raised, bool acceptAllChangesOnSuccess, CancellationToken cancellationToken)
    {
        await using var transaction = Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(cancellationToken) : null;
        raised.ForEach(e => e.State = EntityState.Detached);
        try
        {
            var saved = await base.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellationToken);
            await OutboxMessage.InsertAsync(this, [.. raised.Select(e => e.Entity)], cancellationToken);
            if (transaction is not null)
            {
                await transaction.CommitAsync(cancellationToken);
            }

            if (acceptAllChangesOnSuccess)
            {
                ChangeTracker.AcceptAllChanges();
            }

            return saved + raised.Count;
        }
        catch
        {
            // As after any save that failed: all of it is still to be saved.
            raised.ForEach(e => e.State = EntityState.Added);
            throw;
        }
    }

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasDefaultSchema(Schema);
        modelBuilder.ApplyConfiguration(new OutboxMessageConfiguration());
        modelBuilder.ApplyConfigurationsFromAssembly(GetType().Assembly);
    }

    /// <inheritdoc />
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Conventions.Add(_ => new SnakeCaseConvention());
        configurationBuilder.Properties<UserId>().HaveConversion<UserIdConverter>();
        configurationBuilder.Properties<StateId>().HaveConversion<StateIdConverter>();
        configurationBuilder.Properties<GroupId>().HaveConversion<GroupIdConverter>();
    }

    private sealed class UserIdConverter() : ValueConverter<UserId, int>(id => id.Value, value => new UserId(value));

    private sealed class StateIdConverter() : ValueConverter<StateId, int>(id => id.Value, value => new StateId(value));

    private sealed class GroupIdConverter() : ValueConverter<GroupId, int>(id => id.Value, value => new GroupId(value));
}
