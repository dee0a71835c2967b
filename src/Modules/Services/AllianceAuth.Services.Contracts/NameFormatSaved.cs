using AllianceAuth.Shared.Events;

namespace AllianceAuth.Services.Contracts;

/// <summary>Users may be named otherwise on a service from now on: one of its name formats was saved or deleted. SVC-032.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Service">Name of the service; it may not be installed.</param>
[EventName("services.name-format-saved.v1")]
public sealed record NameFormatSaved(Guid EventId, DateTimeOffset OccurredAt, string Service) : IIntegrationEvent;
