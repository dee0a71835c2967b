using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.Notifications.Contracts;
using MediatR;

namespace AllianceAuth.GroupManagement.Features.TellRequestors;

/// <summary>Whoever asked hears the answer.</summary>
internal sealed class TellRequestorOfDecision(GroupBook book, IMediator mediator) : INotificationHandler<GroupRequestDecided>
{
    public async Task Handle(GroupRequestDecided notification, CancellationToken cancellationToken)
    {
        if (await book.FindAsync(notification.Group, cancellationToken) is not { } group)
        {
            return;
        }

        var what = (notification.IsLeave, notification.IsAccepted) switch
        {
            (false, true) => "joinaccepted",
            (false, false) => "joinrejected",
            (true, true) => "leaveaccepted",
            _ => "leaverejected",
        };
        await mediator.Send(
            new Notify(
                notification.EventId,
                [notification.User],
                notification.IsAccepted ? NotificationLevel.Success : NotificationLevel.Danger,
                $"groupmanagement.notice.{what}.title",
                $"groupmanagement.notice.{what}.message",
                group.Name),
            cancellationToken);
    }
}

/// <summary>Whoever was told an answer that was a mistake hears that it does not hold.</summary>
internal sealed class TellRequestorOfReopening(GroupBook book, IMediator mediator) : INotificationHandler<GroupRequestReopened>
{
    public async Task Handle(GroupRequestReopened notification, CancellationToken cancellationToken)
    {
        if (await book.FindAsync(notification.Group, cancellationToken) is not { } group)
        {
            return;
        }

        var what = notification.IsLeave ? "leavereopened" : "joinreopened";
        await mediator.Send(
            new Notify(notification.EventId, [notification.User], NotificationLevel.Warning, $"groupmanagement.notice.{what}.title", $"groupmanagement.notice.{what}.message", group.Name),
            cancellationToken);
    }
}
