using System.Reflection;
using System.Text.Json;
using AllianceAuth.Shared.Events;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Shared.Infrastructure.Outbox;

/// <summary>
/// Delivers stored events: at once after a commit of this node, and every few seconds whatever another node left behind when it died.
/// Rows are locked while they are delivered, so no two nodes deliver the same one at the same time.
/// </summary>
public sealed class OutboxDispatcher : BackgroundService
{
    private const int BatchSize = 50;
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(5);

    private readonly IServiceScopeFactory _scopes;
    private readonly OutboxSignal _signal;
    private readonly TimeProvider _clock;
    private readonly ILogger<OutboxDispatcher> _logger;
    private readonly IReadOnlyList<ModuleDatabase> _databases;
    private readonly Dictionary<string, Type> _events;

    internal OutboxDispatcher(
        IServiceScopeFactory scopes,
        OutboxSignal signal,
        TimeProvider clock,
        IEnumerable<ModuleDatabase> databases,
        IEnumerable<EventTypes> events,
        ILogger<OutboxDispatcher> logger)
    {
        _scopes = scopes;
        _signal = signal;
        _clock = clock;
        _logger = logger;
        _databases = [.. databases];
        _events = events.SelectMany(e => e.Types).Distinct().ToDictionary(OutboxMessage.NameOf, StringComparer.Ordinal);
    }

    /// <summary>Delivers until nothing is due any more. For tests and for the command line.</summary>
    /// <exception cref="AggregateException">Some outboxes could not be read; all the others were.</exception>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        var failures = new Dictionary<ModuleDatabase, Exception>();
        bool delivered;
        do
        {
            delivered = false;
            foreach (var database in _databases.Where(d => !failures.ContainsKey(d)))
            {
                try
                {
                    delivered |= await DeliverBatchAsync(database, cancellationToken) > 0;
                }
                catch (Exception error) when (!cancellationToken.IsCancellationRequested) // Whatever it is, the modules after this one must not wait for it.
                {
                    failures[database] = error;
                }
            }
        }
        while (delivered);

        if (failures.Count > 0)
        {
            throw new AggregateException(failures.Values);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await DrainAsync(stoppingToken);
                await _signal.WaitAsync(LookAgain, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error) // The database may be away for a while; the events are safe in it.
            {
                _logger.LogError(error, "The outbox could not be read. Trying again in {Delay}.", LookAgain);
                await Task.Delay(LookAgain, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<int> DeliverBatchAsync(ModuleDatabase database, CancellationToken cancellationToken)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var db = (ModuleDbContext)scope.ServiceProvider.GetRequiredService(database.ContextType);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        // The schema is a constant of the module's code; a name cannot be a parameter.
        var due = $"SELECT * FROM {db.Schema}.outbox WHERE next_attempt_at <= {{0}} AND attempts < {{1}} ORDER BY id LIMIT {{2}} FOR UPDATE SKIP LOCKED";
        var messages = await db.Outbox
            .FromSqlRaw(due, _clock.GetUtcNow(), OutboxMessage.MaxAttempts, BatchSize)
            .ToListAsync(cancellationToken);
        if (messages.Count == 0)
        {
            return 0;
        }

        foreach (var message in messages)
        {
            await DeliverAsync(message, db, cancellationToken);
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return messages.Count;
    }

    private async Task DeliverAsync(OutboxMessage message, ModuleDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            if (!_events.TryGetValue(message.Name, out var type))
            {
                throw new InvalidOperationException($"No module of this node knows the event {message.Name}.");
            }

            var happened = (IIntegrationEvent?)JsonSerializer.Deserialize(message.Payload, type, JsonSerializerOptions.Web)
                ?? throw new InvalidOperationException($"The event {message.Id} is empty.");
            await EventDelivery.Of(type).DeliverAsync(_scopes, happened, cancellationToken);
            db.Outbox.Remove(message);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Whatever a handler throws, the event stays and is tried again; the others must not wait for it.
            message.Fail(error, _clock.GetUtcNow());
            _logger.LogError(error, "Event {Event} {EventId} could not be delivered, attempt {Attempt} of {MaxAttempts}.", message.Name, message.Id, message.Attempts, OutboxMessage.MaxAttempts);
        }
    }
}

/// <summary>Event types of one assembly.</summary>
internal sealed record EventTypes(IReadOnlyList<Type> Types)
{
    public static EventTypes In(Assembly assembly) =>
        new([.. assembly.GetTypes().Where(t => !t.IsAbstract && t.IsAssignableTo(typeof(IIntegrationEvent)))]);
}
