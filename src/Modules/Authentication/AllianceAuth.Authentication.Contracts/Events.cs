using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Events;

namespace AllianceAuth.Authentication.Contracts;

/// <summary>A user exists now; not yet active when registered by SSO.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="User">Who.</param>
[EventName("authentication.user-registered.v1")]
public sealed record UserRegistered(Guid EventId, DateTimeOffset OccurredAt, UserId User) : IIntegrationEvent;

/// <summary>A user's main character is another one now, or none. AUTH-067.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="User">Who.</param>
[EventName("authentication.main-character-changed.v1")]
public sealed record MainCharacterChanged(Guid EventId, DateTimeOffset OccurredAt, UserId User) : IIntegrationEvent;

/// <summary>
/// These users' mains fly for another corporation, alliance or faction now, or one of them has another name. Told after
/// the users' own records follow, unlike EveOnline's event. At most 1,000 a batch.
/// </summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Users">Who.</param>
[EventName("authentication.main-affiliation-changed.v1")]
public sealed record MainAffiliationChanged(Guid EventId, DateTimeOffset OccurredAt, IReadOnlyList<UserId> Users) : IIntegrationEvent;

/// <summary>A user proved to own a character.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="User">Who.</param>
/// <param name="CharacterId">EVE id.</param>
[EventName("authentication.character-added.v1")]
public sealed record CharacterAdded(Guid EventId, DateTimeOffset OccurredAt, UserId User, long CharacterId) : IIntegrationEvent;

/// <summary>A user no longer owns a character: sold, biomassed, its last token gone, or claimed by another user.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="User">Who lost it.</param>
/// <param name="CharacterId">EVE id.</param>
[EventName("authentication.character-lost.v1")]
public sealed record CharacterLost(Guid EventId, DateTimeOffset OccurredAt, UserId User, long CharacterId) : IIntegrationEvent;

/// <summary>A user may sign in again, or for the first time.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="User">Who.</param>
[EventName("authentication.user-activated.v1")]
public sealed record UserActivated(Guid EventId, DateTimeOffset OccurredAt, UserId User) : IIntegrationEvent;

/// <summary>A user was switched off: no permissions, Guest, sessions over.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="User">Who.</param>
[EventName("authentication.user-deactivated.v1")]
public sealed record UserDeactivated(Guid EventId, DateTimeOffset OccurredAt, UserId User) : IIntegrationEvent;

/// <summary>All sessions of a user that were open are over: the password changed, or somebody signed out everywhere.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="User">Whose.</param>
[EventName("authentication.sessions-ended.v1")]
public sealed record SessionsEnded(Guid EventId, DateTimeOffset OccurredAt, UserId User) : IIntegrationEvent;

/// <summary>A user is gone for good.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="User">Who it was.</param>
[EventName("authentication.user-deleted.v1")]
public sealed record UserDeleted(Guid EventId, DateTimeOffset OccurredAt, UserId User) : IIntegrationEvent;

/// <summary>These users' states were decided anew and came out different. At most 1,000 a batch. AUTH-007.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC, when we decided it, not when EVE changed.</param>
/// <param name="Users">Who.</param>
[EventName("authentication.user-state-changed.v1")]
public sealed record UserStateChanged(Guid EventId, DateTimeOffset OccurredAt, IReadOnlyList<UserId> Users) : IIntegrationEvent;

/// <summary>These users joined or left groups. At most 1,000 a batch.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Users">Who.</param>
/// <param name="Groups">Groups one or more of them joined or left; null when that is not told.</param>
[EventName("authentication.group-membership-changed.v1")]
public sealed record GroupMembershipChanged(
    Guid EventId, DateTimeOffset OccurredAt, IReadOnlyList<UserId> Users, IReadOnlyList<GroupId>? Groups = null) : IIntegrationEvent;

/// <summary>There is a new group. GRP-004.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Group">Which.</param>
[EventName("authentication.group-created.v1")]
public sealed record GroupCreated(Guid EventId, DateTimeOffset OccurredAt, GroupId Group) : IIntegrationEvent;

/// <summary>A group has another name.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Group">Which.</param>
[EventName("authentication.group-renamed.v1")]
public sealed record GroupRenamed(Guid EventId, DateTimeOffset OccurredAt, GroupId Group) : IIntegrationEvent;

/// <summary>A state has another name.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="State">Which.</param>
[EventName("authentication.state-renamed.v1")]
public sealed record StateRenamed(Guid EventId, DateTimeOffset OccurredAt, StateId State) : IIntegrationEvent;

/// <summary>A group is gone; its members were told by <see cref="GroupMembershipChanged"/>.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="Group">Which it was.</param>
[EventName("authentication.group-deleted.v1")]
public sealed record GroupDeleted(Guid EventId, DateTimeOffset OccurredAt, GroupId Group) : IIntegrationEvent;

/// <summary>Grants changed: of a user, of everybody in a state, or of everybody in a group. Exactly one of the three is set. AUTH-021.</summary>
/// <param name="EventId">Identifies this event.</param>
/// <param name="OccurredAt">UTC.</param>
/// <param name="User">The user whose direct grants changed.</param>
/// <param name="State">The state whose grants changed.</param>
/// <param name="Group">The group whose grants changed.</param>
[EventName("authentication.permissions-changed.v1")]
public sealed record PermissionsChanged(Guid EventId, DateTimeOffset OccurredAt, UserId? User, StateId? State, GroupId? Group) : IIntegrationEvent;
