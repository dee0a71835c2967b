using System.Globalization;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Jobs;
using MediatR;
using Microsoft.Extensions.Options;

namespace AllianceAuth.GroupManagement.Features.RemoveThoseWithoutRight;

/// <summary>
/// Where the setting says so: whoever may not request groups any more leaves the groups they could have requested, not the public ones and not the
/// internal ones, which nobody requests, nor those that keep themselves. GRP-051.
/// </summary>
internal sealed class RemoveThoseWhoLostRight(GroupBook book, GroupSignals signals, IOptions<GroupManagementSettings> settings, IJobQueue jobs, IMediator mediator) :
    INotificationHandler<UserStateChanged>,
    INotificationHandler<GroupMembershipChanged>,
    INotificationHandler<PermissionsChanged>
{
    public Task Handle(UserStateChanged notification, CancellationToken cancellationToken) => RemoveAsync(notification.Users, cancellationToken);

    public Task Handle(GroupMembershipChanged notification, CancellationToken cancellationToken) => RemoveAsync(notification.Users, cancellationToken);

    /// <summary>A state or a group may hold everybody: that is a job's work.</summary>
    public async Task Handle(PermissionsChanged notification, CancellationToken cancellationToken)
    {
        if (!settings.Value.RemoveWithoutRequestPermission)
        {
            return;
        }

        if (notification.User is { } user)
        {
            await RemoveAsync([user], cancellationToken);
        }
        else
        {
            await jobs.EnqueueAsync<RemoveThoseWithoutRightJob>(cancellationToken: cancellationToken);
        }
    }

    private async Task RemoveAsync(IReadOnlyList<UserId> users, CancellationToken cancellationToken)
    {
        if (!settings.Value.RemoveWithoutRequestPermission)
        {
            return;
        }

        await mediator.RemoveWithoutRightAsync(book, signals, users, cancellationToken);
    }
}

/// <summary>The same for everybody.</summary>
internal sealed class RemoveThoseWithoutRightJob(GroupBook book, GroupSignals signals, IOptions<GroupManagementSettings> settings, IMediator mediator) : IBackgroundJob
{
    public static readonly JobDefinition Definition = new("groupmanagement.remove-those-without-right") { Schedule = "0 25 3 * * ?", Priority = 7 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        if (!settings.Value.RemoveWithoutRequestPermission)
        {
            run.Summary = "Switched off: GroupManagement:RemoveWithoutRequestPermission.";
            return;
        }

        var removed = await mediator.RemoveWithoutRightAsync(book, signals, users: null, cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{removed} members may not request groups any more.");
    }
}

internal static class Removal
{
    // A group that keeps itself would take in again at once whoever passes.
    public static async Task<int> RemoveWithoutRightAsync(
        this IMediator mediator, GroupBook book, GroupSignals signals, IReadOnlyList<UserId>? users, CancellationToken cancellationToken)
    {
        var groups = (await book.ReadAsync(cancellationToken)).Groups
            .Where(g => g is { IsInternal: false, IsPublic: false, IsAutomatic: false, Smart: not SmartGroupMode.Automatic })
            .Select(g => g.Id)
            .ToList();
        var removed = await mediator.Send(
            new RemoveWithoutPermission(GroupManagementPermissions.RequestGroups, groups, users, "groupmanagement.cause.right"), cancellationToken);
        await signals.MembershipsChangedAsync([.. removed.Select(m => m.User).Distinct()], cancellationToken);
        return removed.Count;
    }
}
