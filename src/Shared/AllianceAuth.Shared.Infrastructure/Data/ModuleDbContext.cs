using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Events;
using AllianceAuth.Shared.Infrastructure.Outbox;
using Microsoft.EntityFrameworkCore;
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

        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
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
