using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Notifications.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Notifications.Features.ForgetUser;

/// <summary>A deleted user's notifications go with them, and so does what they wanted by mail.</summary>
internal sealed class DeleteNotificationsOfDeletedUser(NotificationsDb db) : INotificationHandler<UserDeleted>
{
    public async Task Handle(UserDeleted notification, CancellationToken cancellationToken)
    {
        await db.Notifications.IgnoreQueryFilters().Where(n => n.UserId == notification.User).ExecuteDeleteAsync(cancellationToken);
        await db.MailChoices.Where(c => c.UserId == notification.User).ExecuteDeleteAsync(cancellationToken);
    }
}
