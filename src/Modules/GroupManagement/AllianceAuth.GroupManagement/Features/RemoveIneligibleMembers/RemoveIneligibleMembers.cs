using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Jobs;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.RemoveIneligibleMembers;

/// <summary>
/// Takes users out of the groups that do not admit the state they have by now, internal groups included. No log and no notice: they were told of
/// their state. GRP-047, GRP-048, GRP-050, GRP-053.
/// </summary>
internal sealed class RemoveThoseWhoseStateChanged(GroupManagementDb db, GroupSignals signals, IMediator mediator) : INotificationHandler<UserStateChanged>
{
    public async Task Handle(UserStateChanged notification, CancellationToken cancellationToken)
    {
        var removed = await mediator.Send(
            new RemoveOutsideStates(await db.ChoosyGroupsAsync(only: null, cancellationToken), notification.Users, Actor: null, "groupmanagement.cause.state"),
            cancellationToken);
        await signals.MembershipsChangedAsync([.. removed.Select(m => m.User).Distinct()], cancellationToken);
    }
}

/// <summary>By a job, for there may be thousands.</summary>
internal sealed class QueueRemovalFromSavedGroup(IJobQueue jobs) : INotificationHandler<GroupStatesSaved>
{
    public Task Handle(GroupStatesSaved notification, CancellationToken cancellationToken) =>
        jobs.EnqueueAsync<RemoveIneligibleMembersJob>(notification.Group.ToString(), cancellationToken: cancellationToken);
}

/// <summary>After a group's list of states was edited: everybody in it whose state is not on the list leaves. GRP-049.</summary>
internal sealed class RemoveIneligibleMembersJob(GroupManagementDb db, GroupSignals signals, IMediator mediator) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("groupmanagement.remove-ineligible-members") { Priority = 3 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        var group = new GroupId(int.Parse(run.Argument ?? "0", CultureInfo.InvariantCulture));
        var removed = await mediator.Send(
            new RemoveOutsideStates(await db.ChoosyGroupsAsync(group, cancellationToken), Users: null, Actor: null, "groupmanagement.cause.state"),
            cancellationToken);
        await signals.MembershipsChangedAsync([.. removed.Select(m => m.User).Distinct()], cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{removed.Count} members were in a state that group {group} does not list.");
    }
}

internal static class ChoosyGroups
{
    extension(GroupManagementDb db)
    {
        public async Task<IReadOnlyList<GroupStates>> ChoosyGroupsAsync(GroupId? only, CancellationToken cancellationToken)
        {
            var groups = await db.Groups.AsNoTracking()
                .Where(g => g.States.Length > 0 && (only == null || g.Id == only))
                .Select(g => new { g.Id, g.States })
                .ToListAsync(cancellationToken);
            return [.. groups.Select(g => new GroupStates(g.Id, [.. g.States.Select(s => new StateId(s))]))];
        }
    }
}
