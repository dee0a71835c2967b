using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Kit;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.TellSmartMembers;

/// <summary>Tells members of smart groups what became of them and why they can read more, and leaders and admins when removals wait for them.</summary>
internal sealed class TellMembers(GroupManagementDb db, IMediator mediator) :
    INotificationHandler<SmartMembersWarned>,
    INotificationHandler<SmartMembersEnded>,
    INotificationHandler<SmartGroupHeld>
{
    public async Task Handle(SmartMembersWarned notification, CancellationToken cancellationToken) => await TellAsync(
        notification.EventId, notification.Users, notification.Group, NotificationLevel.Warning, "groupmanagement.smart.notice.warned", EveTimeText.Full(notification.DueAt), cancellationToken);

    public async Task Handle(SmartMembersEnded notification, CancellationToken cancellationToken) => await TellAsync(
        notification.EventId, notification.Users, notification.Group, NotificationLevel.Danger, "groupmanagement.smart.notice.ended", null, cancellationToken);

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
        await TellAsync(
            notification.EventId, [.. told.Distinct()], notification.Group, NotificationLevel.Danger, "groupmanagement.smart.notice.held",
            notification.Count.ToString(System.Globalization.CultureInfo.InvariantCulture), cancellationToken);
    }

    private async Task TellAsync(
        Guid id, IReadOnlyList<UserId> users, GroupId group, NotificationLevel level, string text, string? more, CancellationToken cancellationToken)
    {
        if (users.Count > 0 && await mediator.Send(new FindGroups([group]), cancellationToken) is [var info])
        {
            IReadOnlyList<string> arguments = more is null ? [info.Name] : [info.Name, more];
            await mediator.Send(new Notify(id, users, level, $"{text}.title", $"{text}.message", arguments), cancellationToken);
        }
    }
}
