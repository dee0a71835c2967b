using System.Globalization;
using AllianceAuth.EveOnline.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Keeping;
using AllianceAuth.Shared.Jobs;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.KeepGroups;

/// <summary>
/// Corporations and alliances that renamed themselves: their groups follow. A ticker of an alliance is no part of a user's record, hence EveOnline's
/// event. Only queued here: whoever keeps groups may hold their lock for minutes, and no event of any module is delivered meanwhile.
/// </summary>
internal sealed class FollowRenames(GroupManagementDb db, IJobQueue jobs) : INotificationHandler<CharacterAffiliationChanged>
{
    public async Task Handle(CharacterAffiliationChanged notification, CancellationToken cancellationToken)
    {
        if (await db.ManagedGroups.AnyAsync(cancellationToken))
        {
            await jobs.EnqueueAsync<FollowRenamesJob>(cancellationToken: cancellationToken);
        }
    }
}

/// <summary>Gives automatic groups the names their corporations and alliances have by now.</summary>
internal sealed class FollowRenamesJob(GroupManagementDb db, AutogroupNames names) : IBackgroundJob
{
    // A long look at everybody may keep it waiting for longer than one statement waits.
    public static readonly JobDefinition Definition = new("groupmanagement.follow-renames") { Priority = 3, Retries = 10 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        await using var hold = await KeepingLock.TakeAsync(db, cancellationToken);
        var renamed = await names.FollowAsync(
            await db.AutogroupConfigs.AsNoTracking().ToListAsync(cancellationToken), await db.ManagedGroups.ToListAsync(cancellationToken), cancellationToken);
        run.Summary = string.Create(CultureInfo.InvariantCulture, $"{renamed} automatic groups renamed");
    }
}
