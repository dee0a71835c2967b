using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Events;

namespace AllianceAuth.GroupManagement.Contracts;

/// <summary>Members of a smart group do not pass its filters any more and may stay for its grace period. At most 1,000 a batch.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Group">Which group.</param>
/// <param name="Users">Who.</param>
/// <param name="DueAt">UTC, when the memberships end unless they pass again.</param>
[EventName("groupmanagement.smart-members-warned.v1")]
public sealed record SmartMembersWarned(Guid EventId, DateTimeOffset OccurredAt, GroupId Group, IReadOnlyList<UserId> Users, DateTimeOffset DueAt) : IIntegrationEvent;

/// <summary>Memberships in a smart group end because its filters are not passed. At most 1,000 a batch.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Group">Which group.</param>
/// <param name="Users">Who.</param>
[EventName("groupmanagement.smart-members-ended.v1")]
public sealed record SmartMembersEnded(Guid EventId, DateTimeOffset OccurredAt, GroupId Group, IReadOnlyList<UserId> Users) : IIntegrationEvent;

/// <summary>Unusually many members of a smart group would lose it; nobody does until a person has looked.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Group">Which group.</param>
/// <param name="Count">How many are held back.</param>
[EventName("groupmanagement.smart-group-held.v1")]
public sealed record SmartGroupHeld(Guid EventId, DateTimeOffset OccurredAt, GroupId Group, int Count) : IIntegrationEvent;

/// <summary>What keeps groups was changed: a configuration of automatic groups, or a smart group. Everybody is looked at again.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
[EventName("groupmanagement.keeping-changed.v1")]
public sealed record KeepingChanged(Guid EventId, DateTimeOffset OccurredAt) : IIntegrationEvent;
