using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.GroupManagement.Keeping;
using AllianceAuth.Notifications.Contracts;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.EndLapsedMemberships;

/// <summary>Takes out of a smart group whom it was decided about. Whoever passes again by now stays, whether or not a look has noticed yet: the filters are asked
/// once more, for between the look and this moment anything may have changed. Only those who go are told.</summary>
internal sealed class EndLapsed(GroupManagementDb db, FilterJudge judge, SmartNotices notices, IMediator mediator) : INotificationHandler<SmartMembersEnded>
{
    public async Task Handle(SmartMembersEnded notification, CancellationToken cancellationToken)
    {
        var ended = await db.Lapses.AsNoTracking()
            .Where(l => l.GroupId == notification.Group && l.Stage == LapseStage.Ended && notification.Users.Contains(l.UserId))
            .Select(l => l.UserId)
            .ToListAsync(cancellationToken);
        // Whoever was switched off meanwhile looked to the filters like somebody else, and keeps what they had.
        var active = (ended.Count == 0 ? [] : await mediator.Send(new FindStandings(ended, []), cancellationToken)).Where(s => s.IsActive).Select(s => s.User).ToList();
        var failing = await FailingAsync(notification.Group, active, cancellationToken);
        if (failing.Count > 0)
        {
            await mediator.Send(
                new RemoveFromGroups([.. failing.Select(user => new Membership(user, notification.Group))], Actor: null, SmartGroupKeeper.Cause), cancellationToken);
            await notices.TellAsync(
                notification.EventId, failing, notification.Group, NotificationLevel.Danger, "groupmanagement.smart.notice.ended", more: null, cancellationToken);
        }
    }

    /// <summary>Only a clear no removes anybody: what cannot be answered now is for the next look.</summary>
    private async Task<IReadOnlyList<UserId>> FailingAsync(GroupId id, List<UserId> users, CancellationToken cancellationToken)
    {
        var group = users.Count == 0 ? null : await db.SmartGroups.AsNoTracking().SingleOrDefaultAsync(g => g.Id == id, cancellationToken);
        if (group is null)
        {
            return [];
        }

        var roll = new UserRoll(users);
        var verdicts = (await judge.JudgeAsync([group.Expression], roll, isEverybody: false, cancellationToken))[0];
        return [.. users.Where(user => roll.PlaceOf(user) is { } place && verdicts[place] == Verdict.Fails)];
    }
}
