using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Keeping;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Kit;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.TellSmartMembers;

/// <summary>Tells members of smart groups that their grace period runs, and leaders and admins when removals wait for them. Whoever is taken out hears it when that is done.</summary>
internal sealed class TellMembers(GroupManagementDb db, SmartNotices notices, IMediator mediator) :
    INotificationHandler<SmartMembersWarned>,
    INotificationHandler<SmartGroupHeld>
{
    public async Task Handle(SmartMembersWarned notification, CancellationToken cancellationToken) => await notices.TellAsync(
        notification.EventId, notification.Users, notification.Group, NotificationLevel.Warning, "groupmanagement.smart.notice.warned", EveTimeText.Full(notification.DueAt), cancellationToken);

    public async Task Handle(SmartGroupHeld notification, CancellationToken cancellationToken)
    {
        var group = await db.Groups.AsNoTracking().SingleOrDefaultAsync(g => g.Id == notification.Group, cancellationToken);
        var leaderGroups = group?.LeaderGroups.Select(g => new GroupId(g)).ToArray() ?? [];
        UserId[] told =
        [
            .. group?.Leaders.Select(u => new UserId(u)) ?? [],
            .. leaderGroups.Length == 0 ? [] : (await mediator.Send(new FindMembersOf(leaderGroups), cancellationToken)).Select(m => m.User),
            .. await mediator.Send(new FindUsersWithPermission(GroupManagementPermissions.ChangeSmartGroup), cancellationToken),
        ];
        await notices.TellAsync(
            notification.EventId, [.. told.Distinct()], notification.Group, NotificationLevel.Danger, "groupmanagement.smart.notice.held",
            notification.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), cancellationToken);
    }
}
