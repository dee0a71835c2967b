using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Notifications.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Notifications.Features.ForgetUser;

/// <summary>A deleted user's notifications go with them.</summary>
internal sealed class DeleteNotificationsOfDeletedUser(NotificationsDb db) : INotificationHandler<UserDeleted>
{
    public Task Handle(UserDeleted notification, CancellationToken cancellationToken) =>
        db.Notifications.Where(n => n.UserId == notification.User).ExecuteDeleteAsync(cancellationToken);
}
