using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Jobs;
using MediatR;

namespace AllianceAuth.GroupManagement.Features.RemoveIneligibleMembers;

/// <summary>
/// Takes users out of the groups that do not admit the state they have by now, internal groups included: when the state changed, and when somebody
/// put them in all the same. No log and no notice: they were told of their state. GRP-047, GRP-048, GRP-050, GRP-053.
/// </summary>
internal sealed class RemoveThoseWhoseStateIsNotAdmitted(GroupManagementDb db, GroupSignals signals, IMediator mediator) :
    INotificationHandler<UserStateChanged>,
    INotificationHandler<GroupMembershipChanged>
{
    public Task Handle(UserStateChanged notification, CancellationToken cancellationToken) => RemoveAsync(only: null, notification.Users, cancellationToken);

    public Task Handle(GroupMembershipChanged notification, CancellationToken cancellationToken) => RemoveAsync(notification.Groups, notification.Users, cancellationToken);

    private async Task RemoveAsync(IReadOnlyList<GroupId>? only, IReadOnlyList<UserId> users, CancellationToken cancellationToken)
    {
        var removed = await mediator.Send(
            new RemoveOutsideStates(await db.ChoosyGroupsAsync(only, cancellationToken), users, Actor: null, "groupmanagement.cause.state"), cancellationToken);
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
            new RemoveOutsideStates(await db.ChoosyGroupsAsync([group], cancellationToken), Users: null, Actor: null, "groupmanagement.cause.state"),
            cancellationToken);
        await signals.MembershipsChangedAsync([.. removed.Select(m => m.User).Distinct()], cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{removed.Count} members were in a state that group {group} does not list.");
    }
}
