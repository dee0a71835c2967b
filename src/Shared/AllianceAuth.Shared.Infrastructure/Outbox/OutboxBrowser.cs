using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AllianceAuth.Shared.Infrastructure.Outbox;

/// <summary>All modules' outboxes seen as one, for the administration: what waits, what is stuck, try again, drop.</summary>
public sealed class OutboxBrowser
{
    private readonly IServiceProvider _services;
    private readonly NpgsqlDataSource _source;
    private readonly IReadOnlyList<ModuleDatabase> _databases;
    private readonly OutboxSignal _signal;
    private readonly TimeProvider _clock;

    internal OutboxBrowser(IServiceProvider services, NpgsqlDataSource source, IEnumerable<ModuleDatabase> databases, OutboxSignal signal, TimeProvider clock) =>
        (_services, _source, _databases, _signal, _clock) = (services, source, [.. databases], signal, clock);

    /// <summary>How many events rest because they could not be delivered. One statement.</summary>
    public async Task<int> StuckAsync(CancellationToken cancellationToken)
    {
        // Schemas are constants of the modules' code.
        var each = _databases.Select(d => $"SELECT count(*) AS n FROM {Open(d).Schema}.outbox WHERE attempts >= {OutboxMessage.MaxAttempts}");
        await using var command = _source.CreateCommand($"SELECT sum(n)::int FROM ({string.Join(" UNION ALL ", each)}) AS stuck");
        return await command.ExecuteScalarAsync(cancellationToken) is int count ? count : 0;
    }

    /// <summary>Events that failed at least once, those that rest first; at most so many of each module.</summary>
    public async Task<IReadOnlyList<TroubledEvent>> ListAsync(int most, CancellationToken cancellationToken)
    {
        List<TroubledEvent> found = [];
        foreach (var database in _databases)
        {
            var db = Open(database);
            found.AddRange(await db.Outbox.AsNoTracking()
                .Where(m => m.Attempts > 0)
                .OrderByDescending(m => m.Attempts).ThenBy(m => m.Id)
                .Take(most)
                .Select(m => new TroubledEvent(db.Schema, m.Id, m.Name, m.OccurredAt, m.Attempts, m.Attempts >= OutboxMessage.MaxAttempts, m.NextAttemptAt, m.LastError ?? ""))
                .ToListAsync(cancellationToken));
        }

        return [.. found.OrderByDescending(e => e.IsStuck).ThenBy(e => e.OccurredAt)];
    }

    /// <summary>Lets an event be delivered anew, from its first attempt. False when it is gone: delivered meanwhile, or dropped.</summary>
    /// <param name="schema">The module it is of.</param>
    /// <param name="id">Which.</param>
    /// <param name="record">Stores that it was tried again, in the same transaction.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<bool> RetryAsync(string schema, Guid id, Action<ModuleDbContext, OutboxMessage> record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (Find(schema) is not { } db || await db.Outbox.AsNoTracking().SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } message)
        {
            return false;
        }

        var now = _clock.GetUtcNow();
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellationToken))
        {
            var count = await db.Outbox.Where(m => m.Id == id)
                .ExecuteUpdateAsync(m => m.SetProperty(x => x.Attempts, 0).SetProperty(x => x.NextAttemptAt, now), cancellationToken);
            if (count == 0)
            {
                return false;
            }

            record(db, message);
            await db.SaveChangesAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        _signal.Wake();
        return true;
    }

    /// <summary>Gives an event up for good; its name, or null when it is gone.</summary>
    /// <param name="schema">The module it is of.</param>
    /// <param name="id">Which.</param>
    /// <param name="record">Stores that it was dropped, in the same transaction.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<string?> DropAsync(string schema, Guid id, Action<ModuleDbContext, OutboxMessage> record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        if (Find(schema) is not { } db || await db.Outbox.SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } message)
        {
            return null;
        }

        db.Outbox.Remove(message);
        record(db, message);
        await db.SaveChangesAsync(cancellationToken);
        return message.Name;
    }

    private ModuleDbContext? Find(string schema) => _databases.Select(Open).FirstOrDefault(d => d.Schema == schema);

    private ModuleDbContext Open(ModuleDatabase database) => (ModuleDbContext)_services.GetRequiredService(database.ContextType);
}

/// <summary>An event that could not be delivered so far.</summary>
/// <param name="Schema">The module it is of.</param>
/// <param name="Id">Which.</param>
/// <param name="Name">Its stored name.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Attempts">How often it failed.</param>
/// <param name="IsStuck">Whether it rests until somebody looks.</param>
/// <param name="NextAttemptAt">UTC, when it is tried next unless it rests.</param>
/// <param name="Error">What went wrong last.</param>
public sealed record TroubledEvent(string Schema, Guid Id, string Name, DateTimeOffset OccurredAt, int Attempts, bool IsStuck, DateTimeOffset NextAttemptAt, string Error);
