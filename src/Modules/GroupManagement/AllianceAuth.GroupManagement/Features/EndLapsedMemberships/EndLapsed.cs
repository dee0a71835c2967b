using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.GroupManagement.Keeping;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.EndLapsedMemberships;

/// <summary>Takes out of a smart group whom it was decided about. Whoever passes again by now stays: their lapse is gone.</summary>
internal sealed class EndLapsed(GroupManagementDb db, IMediator mediator) : INotificationHandler<SmartMembersEnded>
{
    public async Task Handle(SmartMembersEnded notification, CancellationToken cancellationToken)
    {
        var ended = await db.Lapses.AsNoTracking()
            .Where(l => l.GroupId == notification.Group && l.Stage == LapseStage.Ended && notification.Users.Contains(l.UserId))
            .Select(l => l.UserId)
            .ToListAsync(cancellationToken);
        // Whoever was switched off meanwhile looked to the filters like somebody else, and keeps what they had.
        var active = (ended.Count == 0 ? [] : await mediator.Send(new FindStandings(ended, []), cancellationToken)).Where(s => s.IsActive).Select(s => s.User).ToList();
        if (active.Count > 0)
        {
            await mediator.Send(
                new RemoveFromGroups([.. active.Select(user => new Membership(user, notification.Group))], Actor: null, SmartGroupKeeper.Cause), cancellationToken);
        }
    }
}
