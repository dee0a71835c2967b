using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.ForgetKeptGroups;

/// <summary>Drops what was noted about groups and users that are gone. A corporation whose group was deleted by hand gets a new one when somebody needs it.</summary>
internal sealed class ForgetKept(GroupManagementDb db) : INotificationHandler<GroupDeleted>, INotificationHandler<UserDeleted>
{
    public async Task Handle(GroupDeleted notification, CancellationToken cancellationToken)
    {
        await db.Lapses.Where(l => l.GroupId == notification.Group).ExecuteDeleteAsync(cancellationToken);
        await db.SmartGroups.Where(g => g.Id == notification.Group).ExecuteDeleteAsync(cancellationToken);
        await db.ManagedGroups.Where(g => g.GroupId == notification.Group).ExecuteDeleteAsync(cancellationToken);
    }

    public async Task Handle(UserDeleted notification, CancellationToken cancellationToken)
    {
        await db.Lapses.Where(l => l.UserId == notification.User).ExecuteDeleteAsync(cancellationToken);
        await db.ChangedUsers.Where(u => u.UserId == notification.User).ExecuteDeleteAsync(cancellationToken);
    }
}
