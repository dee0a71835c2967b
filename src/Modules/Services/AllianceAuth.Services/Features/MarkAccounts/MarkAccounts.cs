using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Contracts;
using AllianceAuth.Services.Engine;
using MediatR;

namespace AllianceAuth.Services.Features.MarkAccounts;

// Whatever decides about accounts changed: they are marked, and the engine looks what that means. Handlers may run twice; a mark more costs one look.

/// <summary>SVC-004, SVC-005: groups. One mark for each user, however many groups.</summary>
internal sealed class MarkAtGroups(AccountMarks marks) : INotificationHandler<GroupMembershipChanged>
{
    public Task Handle(GroupMembershipChanged notification, CancellationToken cancellationToken) =>
        marks.MarkAsync(notification.Users, "services.cause.groups", cancellationToken);
}

/// <summary>SVC-009: state.</summary>
internal sealed class MarkAtState(AccountMarks marks) : INotificationHandler<UserStateChanged>
{
    public Task Handle(UserStateChanged notification, CancellationToken cancellationToken) =>
        marks.MarkAsync(notification.Users, "services.cause.state", cancellationToken);
}

/// <summary>SVC-012, SVC-013: another main, or none.</summary>
internal sealed class MarkAtMain(AccountMarks marks) : INotificationHandler<MainCharacterChanged>
{
    public Task Handle(MainCharacterChanged notification, CancellationToken cancellationToken) =>
        marks.MarkAsync([notification.User], "services.cause.main", cancellationToken);
}

/// <summary>SVC-014: the main's name, corporation or alliance.</summary>
internal sealed class MarkAtAffiliation(AccountMarks marks) : INotificationHandler<MainAffiliationChanged>
{
    public Task Handle(MainAffiliationChanged notification, CancellationToken cancellationToken) =>
        marks.MarkAsync(notification.Users, "services.cause.affiliation", cancellationToken);
}

/// <summary>SVC-010: switched off, all accounts go.</summary>
internal sealed class MarkAtDeactivation(AccountMarks marks) : INotificationHandler<UserDeactivated>
{
    public Task Handle(UserDeactivated notification, CancellationToken cancellationToken) =>
        marks.MarkAsync([notification.User], "services.cause.inactive", cancellationToken);
}

/// <summary>SVC-011: deleted, all accounts go.</summary>
internal sealed class MarkAtDeletion(AccountMarks marks) : INotificationHandler<UserDeleted>
{
    public Task Handle(UserDeleted notification, CancellationToken cancellationToken) =>
        marks.MarkAsync([notification.User], "services.cause.userdeleted", cancellationToken);
}

/// <summary>A group has another name: the accounts of its members follow. Nobody says who they are, so everybody is looked at.</summary>
internal sealed class MarkAtGroupName(AccountMarks marks) : INotificationHandler<GroupRenamed>
{
    public Task Handle(GroupRenamed notification, CancellationToken cancellationToken) => marks.SweepAllAsync(cancellationToken);
}

/// <summary>A state has another name, and is a group of that name on services: everybody is looked at.</summary>
internal sealed class MarkAtStateName(AccountMarks marks) : INotificationHandler<StateRenamed>
{
    public Task Handle(StateRenamed notification, CancellationToken cancellationToken) => marks.SweepAllAsync(cancellationToken);
}

/// <summary>SVC-006 to SVC-008, SVC-017: grants. A user's own touch that user; those of a state or group may touch anybody.</summary>
internal sealed class MarkAtPermissions(AccountMarks marks) : INotificationHandler<PermissionsChanged>
{
    public Task Handle(PermissionsChanged notification, CancellationToken cancellationToken) => notification.User is { } user
        ? marks.MarkAsync([user], "services.cause.permission", cancellationToken)
        : marks.SweepAllAsync(cancellationToken);
}

/// <summary>SVC-032: another name format. Where names can be changed later they are; elsewhere accounts keep the name they were made with.</summary>
internal sealed class MarkAtNameFormat(AccountMarks marks, ConnectorBook connectors) : INotificationHandler<NameFormatSaved>
{
    public Task Handle(NameFormatSaved notification, CancellationToken cancellationToken) =>
        connectors.Find(notification.Service) is null ? Task.CompletedTask : marks.SweepAsync([notification.Service], cancellationToken);
}
