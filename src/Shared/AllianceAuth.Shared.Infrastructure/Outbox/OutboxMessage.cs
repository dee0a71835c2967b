using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using AllianceAuth.Shared.Events;
using AllianceAuth.Shared.Infrastructure.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace AllianceAuth.Shared.Infrastructure.Outbox;

/// <summary>An event that waits for delivery. The row is deleted once every handler has taken it.</summary>
public sealed class OutboxMessage
{
    /// <summary>After this many failures the event rests with its error for an admin to look at, and blocks nothing behind it.</summary>
    public const int MaxAttempts = 10;

    private static readonly ConcurrentDictionary<Type, string> Names = new();

    /// <summary>The event's id; sorts by time.</summary>
    public Guid Id { get; private set; }

    /// <summary>The event's stored name (<see cref="EventNameAttribute"/>).</summary>
    public string Name { get; private set; } = "";

    /// <summary>The event as JSON.</summary>
    public string Payload { get; private set; } = "";

    /// <summary>UTC, as the event says.</summary>
    public DateTimeOffset OccurredAt { get; private set; }

    /// <summary>Failed deliveries so far.</summary>
    public int Attempts { get; private set; }

    /// <summary>UTC; not delivered before.</summary>
    public DateTimeOffset NextAttemptAt { get; private set; }

    /// <summary>What went wrong last, for the admins.</summary>
    public string? LastError { get; private set; }

    internal static OutboxMessage Of(IIntegrationEvent happened) => new()
    {
        Id = happened.EventId,
        Name = NameOf(happened.GetType()),
        Payload = JsonSerializer.Serialize(happened, happened.GetType(), JsonSerializerOptions.Web),
        OccurredAt = happened.OccurredAt,
        NextAttemptAt = happened.OccurredAt,
    };

    /// <summary>Stores any number by one statement, in the transaction that is open.</summary>
    internal static Task<int> InsertAsync(ModuleDbContext db, IReadOnlyList<OutboxMessage> messages, CancellationToken cancellationToken)
    {
        // The schema is a constant of the module's code; a name cannot be a parameter.
        var insert = $$"""
            INSERT INTO {{db.Schema}}.outbox (id, name, payload, occurred_at, attempts, next_attempt_at)
            SELECT id, name, payload::jsonb, occurred_at, 0, next_attempt_at
            FROM unnest({0}, {1}, {2}, {3}, {4}) AS raised(id, name, payload, occurred_at, next_attempt_at)
            """;
        return db.Database.ExecuteSqlRawAsync(
            insert,
            [
                messages.Select(m => m.Id).ToArray(),
                messages.Select(m => m.Name).ToArray(),
                messages.Select(m => m.Payload).ToArray(),
                messages.Select(m => m.OccurredAt).ToArray(),
                messages.Select(m => m.NextAttemptAt).ToArray(),
            ],
            cancellationToken);
    }

    internal static string NameOf(Type type) => Names.GetOrAdd(type, static t =>
        t.GetCustomAttribute<EventNameAttribute>()?.Name
        ?? throw new InvalidOperationException($"{t.FullName} has no [EventName]: it could not be found again after a rename."));

    /// <summary>Notes a failed delivery and sets the next try: after 2, 4, 8, … seconds, at most ten minutes.</summary>
    internal void Fail(Exception error, DateTimeOffset now)
    {
        Attempts++;
        LastError = $"{error.GetType().Name}: {error.Message}";
        NextAttemptAt = now + TimeSpan.FromSeconds(Math.Min(Math.Pow(2, Attempts), 600));
    }
}

internal sealed class OutboxMessageConfiguration : IEntityTypeConfiguration<OutboxMessage>
{
    public void Configure(EntityTypeBuilder<OutboxMessage> message)
    {
        message.ToTable("outbox");
        message.HasKey(m => m.Id);
        message.Property(m => m.Name).HasMaxLength(100);
        message.Property(m => m.Payload).HasColumnType("jsonb");
        message.HasIndex(m => m.NextAttemptAt);
    }
}
