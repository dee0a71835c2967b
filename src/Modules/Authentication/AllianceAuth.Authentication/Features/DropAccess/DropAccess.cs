using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Data;
using MediatR;

namespace AllianceAuth.Authentication.Features.DropAccess;

/// <summary>Forgets cached access when an event tells that it changed. Whoever changed it has done so already; this makes up for a node that died.</summary>
internal sealed class DropAccessOnEvents(AccessReader access, MemberCounter counter) :
    INotificationHandler<UserStateChanged>,
    INotificationHandler<GroupMembershipChanged>,
    INotificationHandler<PermissionsChanged>,
    INotificationHandler<MainCharacterChanged>,
    INotificationHandler<CharacterAdded>,
    INotificationHandler<CharacterLost>,
    INotificationHandler<UserActivated>,
    INotificationHandler<UserDeactivated>,
    INotificationHandler<SessionsEnded>,
    INotificationHandler<UserDeleted>,
    INotificationHandler<GroupRenamed>,
    INotificationHandler<GroupDeleted>
{
    public async Task Handle(UserStateChanged notification, CancellationToken cancellationToken) => await access.DropAsync(notification.Users, cancellationToken);

    public async Task Handle(GroupMembershipChanged notification, CancellationToken cancellationToken)
    {
        counter.Drop(notification.Groups);
        await access.DropAsync(notification.Users, cancellationToken);
    }

    public async Task Handle(PermissionsChanged notification, CancellationToken cancellationToken)
    {
        if (notification.User is { } user)
        {
            await access.DropAsync([user], cancellationToken);
        }
        else
        {
            await access.DropAllAsync(cancellationToken);
        }
    }

    public async Task Handle(MainCharacterChanged notification, CancellationToken cancellationToken) => await access.DropAsync([notification.User], cancellationToken);

    public async Task Handle(CharacterAdded notification, CancellationToken cancellationToken) => await access.DropAsync([notification.User], cancellationToken);

    public async Task Handle(CharacterLost notification, CancellationToken cancellationToken) => await access.DropAsync([notification.User], cancellationToken);

    public async Task Handle(UserActivated notification, CancellationToken cancellationToken) => await access.DropAsync([notification.User], cancellationToken);

    public async Task Handle(UserDeactivated notification, CancellationToken cancellationToken) => await access.DropAsync([notification.User], cancellationToken);

    public async Task Handle(SessionsEnded notification, CancellationToken cancellationToken) => await access.DropAsync([notification.User], cancellationToken);

    public async Task Handle(UserDeleted notification, CancellationToken cancellationToken)
    {
        counter.Drop(groups: null);
        await access.DropAsync([notification.User], cancellationToken);
    }

    public async Task Handle(GroupRenamed notification, CancellationToken cancellationToken) => await access.DropAllAsync(cancellationToken);

    public async Task Handle(GroupDeleted notification, CancellationToken cancellationToken) => await access.DropAllAsync(cancellationToken);
}
