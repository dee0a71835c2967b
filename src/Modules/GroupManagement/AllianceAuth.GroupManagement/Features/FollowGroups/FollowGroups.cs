using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Data;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.FollowGroups;

/// <summary>Every group has its settings here, and they go with it. GRP-004.</summary>
internal sealed class KeepGroupSettings(GroupManagementDb db, GroupBook book, WaitingRequests waiting) :
    INotificationHandler<GroupCreated>,
    INotificationHandler<GroupRenamed>,
    INotificationHandler<GroupDeleted>,
    INotificationHandler<UserDeleted>
{
    public async Task Handle(GroupCreated notification, CancellationToken cancellationToken)
    {
        await db.EnsureGroupAsync(notification.Group, cancellationToken);
        await book.DropAsync(cancellationToken);
    }

    public async Task Handle(GroupRenamed notification, CancellationToken cancellationToken) => await book.DropAsync(cancellationToken);

    /// <summary>Its requests go with it, the log stays.</summary>
    public async Task Handle(GroupDeleted notification, CancellationToken cancellationToken)
    {
        var group = notification.Group.Value;
        await db.Groups.Where(g => g.Id == notification.Group).ExecuteDeleteAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"UPDATE groupmanagement.groups SET leader_groups = array_remove(leader_groups, {group}) WHERE {group} = ANY (leader_groups)", cancellationToken);
        await book.DropAsync(cancellationToken);
        await waiting.DropAsync(cancellationToken);
    }

    /// <summary>What they asked for goes with them, and they lead nothing any more.</summary>
    public async Task Handle(UserDeleted notification, CancellationToken cancellationToken)
    {
        var user = notification.User.Value;
        await db.Requests.Where(r => r.UserId == notification.User).ExecuteDeleteAsync(cancellationToken);
        await db.Database.ExecuteSqlAsync(
            $"UPDATE groupmanagement.groups SET leaders = array_remove(leaders, {user}) WHERE {user} = ANY (leaders)", cancellationToken);
        await book.DropAsync(cancellationToken);
        await waiting.DropAsync(cancellationToken);
    }
}
