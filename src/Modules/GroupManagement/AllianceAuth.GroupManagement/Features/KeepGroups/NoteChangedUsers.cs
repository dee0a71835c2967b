using AllianceAuth.Authentication.Contracts;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Jobs;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.KeepGroups;

/// <summary>
/// Notes whom something happened to that automatic or smart groups are decided by, and has them looked at together. One statement; none of it
/// when there are no such groups. EVE-059, EVE-060.
/// </summary>
internal sealed class NoteChangedUsers(GroupManagementDb db, IMediator mediator, IJobQueue jobs) :
    INotificationHandler<UserStateChanged>,
    INotificationHandler<MainCharacterChanged>,
    INotificationHandler<MainAffiliationChanged>,
    INotificationHandler<CharacterAdded>,
    INotificationHandler<CharacterLost>,
    INotificationHandler<UserActivated>,
    INotificationHandler<UserDeactivated>,
    INotificationHandler<GroupMembershipChanged>,
    INotificationHandler<TokenAdded>,
    INotificationHandler<TokenRevoked>
{
    public Task Handle(UserStateChanged notification, CancellationToken cancellationToken) => NoteAsync(notification.Users, cancellationToken);

    public Task Handle(MainCharacterChanged notification, CancellationToken cancellationToken) => NoteAsync([notification.User], cancellationToken);

    public Task Handle(MainAffiliationChanged notification, CancellationToken cancellationToken) => NoteAsync(notification.Users, cancellationToken);

    public Task Handle(CharacterAdded notification, CancellationToken cancellationToken) => NoteAsync([notification.User], cancellationToken);

    public Task Handle(CharacterLost notification, CancellationToken cancellationToken) => NoteAsync([notification.User], cancellationToken);

    public Task Handle(UserActivated notification, CancellationToken cancellationToken) => NoteAsync([notification.User], cancellationToken);

    public Task Handle(UserDeactivated notification, CancellationToken cancellationToken) => NoteAsync([notification.User], cancellationToken);

    public Task Handle(GroupMembershipChanged notification, CancellationToken cancellationToken) => NoteAsync(notification.Users, cancellationToken);

    // A token comes in before it is known whose it is.
    public async Task Handle(TokenAdded notification, CancellationToken cancellationToken) => await NoteAsync(
        notification.User is { } user ? [user] : [.. (await mediator.Send(new FindOwners([notification.CharacterId]), cancellationToken)).Values], cancellationToken);

    public Task Handle(TokenRevoked notification, CancellationToken cancellationToken) => NoteAsync(notification.User is { } user ? [user] : [], cancellationToken);

    private async Task NoteAsync(IReadOnlyList<UserId> users, CancellationToken cancellationToken)
    {
        var numbers = users.Select(u => u.Value).Distinct().Order().ToArray();
        if (numbers.Length == 0)
        {
            return;
        }

        var noted = await db.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO groupmanagement.changed_users AS c (user_id, times)
            SELECT id, 1 FROM unnest({numbers}) AS u(id)
            WHERE EXISTS (SELECT 1 FROM groupmanagement.smart_groups) OR EXISTS (SELECT 1 FROM groupmanagement.autogroup_configs)
            ON CONFLICT (user_id) DO UPDATE SET times = c.times + 1
            """,
            cancellationToken);
        if (noted > 0)
        {
            await jobs.EnqueueAsync<KeepGroupsJob>(KeepGroupsJob.Changed, cancellationToken: cancellationToken);
        }
    }
}

/// <summary>A changed configuration concerns everybody. EVE-061 to EVE-064.</summary>
internal sealed class FollowChangedKeeping(IJobQueue jobs) : INotificationHandler<KeepingChanged>
{
    public Task Handle(KeepingChanged notification, CancellationToken cancellationToken) => jobs.EnqueueAsync<KeepGroupsJob>(cancellationToken: cancellationToken);
}
