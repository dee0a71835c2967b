using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using AllianceAuth.Shared.Events;
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
