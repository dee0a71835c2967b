using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.Notifications.Contracts;
using MediatR;
using Microsoft.Extensions.Options;

namespace AllianceAuth.GroupManagement.Features.TellLeaders;

/// <summary>Where the setting says so, leaders hear of a new request by the bell. Each reads it in their own language. GRP-054 to GRP-056.</summary>
internal sealed class TellLeadersOfRequest(GroupBook book, GroupSignals signals, IOptions<GroupManagementSettings> settings, IMediator mediator)
    : INotificationHandler<GroupRequestSubmitted>
{
    public async Task Handle(GroupRequestSubmitted notification, CancellationToken cancellationToken)
    {
        if (!settings.Value.NotifyLeaders || await book.FindAsync(notification.Group, cancellationToken) is not { } group)
        {
            return;
        }

        var leaders = await signals.LeadersOfAsync([group], cancellationToken);
        var who = leaders.Count == 0 ? null : (await mediator.Send(new FindUsers([notification.User]), cancellationToken)).SingleOrDefault();
        if (who is null)
        {
            return;
        }

        await mediator.Send(
            new Notify(
                notification.EventId,
                leaders,
                NotificationLevel.Info,
                notification.IsLeave ? "groupmanagement.notice.leave.title" : "groupmanagement.notice.join.title",
                notification.IsLeave ? "groupmanagement.notice.leave.message" : "groupmanagement.notice.join.message",
                who.Name,
                group.Name),
            cancellationToken);
    }
}
