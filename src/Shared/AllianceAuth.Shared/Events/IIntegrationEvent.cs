using MediatR;

namespace AllianceAuth.Shared.Events;

/// <summary>
/// Something that happened in one module and that others may act on. Stored in the module's outbox in the same transaction as the change it
/// tells of, published after the commit at least once and in no promised order: a handler asks what is true now and makes it right.
/// </summary>
public interface IIntegrationEvent : INotification
{
    /// <summary>Identifies this event; sorts by time.</summary>
    Guid EventId { get; }

    /// <summary>UTC, when we decided or noticed it, not when EVE changed.</summary>
    DateTimeOffset OccurredAt { get; }
}

/// <summary>The name an event is stored under. The type may be renamed, this name may not.</summary>
/// <param name="name">For example <c>authentication.user-state-changed.v1</c>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class EventNameAttribute(string name) : Attribute
{
    /// <summary>For example <c>authentication.user-state-changed.v1</c>.</summary>
    public string Name { get; } = name;
}
