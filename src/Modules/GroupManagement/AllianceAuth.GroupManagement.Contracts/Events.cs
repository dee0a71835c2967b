using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Events;

namespace AllianceAuth.GroupManagement.Contracts;

/// <summary>A user asks to join or to leave a group; its leaders decide. GRP-020, GRP-028.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="User">Who asks.</param>
/// <param name="Group">Which group.</param>
/// <param name="IsLeave">Whether they want out.</param>
[EventName("groupmanagement.group-request-submitted.v1")]
public sealed record GroupRequestSubmitted(Guid EventId, DateTimeOffset OccurredAt, UserId User, GroupId Group, bool IsLeave) : IIntegrationEvent;

/// <summary>A request was accepted or rejected.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="User">Who asked.</param>
/// <param name="Group">Which group.</param>
/// <param name="IsLeave">Whether they wanted out.</param>
/// <param name="IsAccepted">What was decided.</param>
/// <param name="Actor">Who decided.</param>
[EventName("groupmanagement.group-request-decided.v1")]
public sealed record GroupRequestDecided(
    Guid EventId, DateTimeOffset OccurredAt, UserId User, GroupId Group, bool IsLeave, bool IsAccepted, UserId Actor) : IIntegrationEvent;

/// <summary>A decision was taken back a moment later: the request waits again.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="User">Who asked.</param>
/// <param name="Group">Which group.</param>
/// <param name="IsLeave">Whether they want out.</param>
/// <param name="Actor">Who took it back.</param>
[EventName("groupmanagement.group-request-reopened.v1")]
public sealed record GroupRequestReopened(Guid EventId, DateTimeOffset OccurredAt, UserId User, GroupId Group, bool IsLeave, UserId Actor) : IIntegrationEvent;

/// <summary>It was decided that a user is in a group, or in it no more. Sees to it that the decision is carried out.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="User">Who.</param>
/// <param name="Group">Which group.</param>
[EventName("groupmanagement.group-membership-decided.v1")]
public sealed record GroupMembershipDecided(Guid EventId, DateTimeOffset OccurredAt, UserId User, GroupId Group) : IIntegrationEvent;

/// <summary>An admin saved a group that admits some states only. GRP-049.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Group">Which group.</param>
[EventName("groupmanagement.group-states-saved.v1")]
public sealed record GroupStatesSaved(Guid EventId, DateTimeOffset OccurredAt, GroupId Group) : IIntegrationEvent;
