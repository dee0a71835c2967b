using System.Globalization;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Keeping;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Features.KeepGroups;

/// <summary>
/// Makes automatic and smart groups what they should be: every hour for everybody, because accounts get older and grace periods end without any
/// event, and for the users about whom something changed as soon as it has. EVE-068.
/// </summary>
internal sealed class KeepGroupsJob(GroupManagementDb db, AutogroupKeeper autogroups, SmartGroupKeeper smartGroups) : IBackgroundJob
{
    /// <summary>Argument: only the users about whom something changed.</summary>
    public const string Changed = "changed";

    public static readonly JobDefinition Definition = new("groupmanagement.keep-groups") { Schedule = "0 25 * * * ?", Priority = 3 };

    public async Task RunAsync(JobRun run, CancellationToken cancellationToken)
    {
        await using var hold = await KeepingLock.TakeAsync(db, cancellationToken);
        var changed = await db.ChangedUsers.AsNoTracking().ToListAsync(cancellationToken);
        if (run.Argument == Changed && changed.Count == 0)
        {
            run.Summary = "nobody changed";
            return;
        }

        IReadOnlyCollection<UserId>? users = run.Argument == Changed ? [.. changed.Select(c => c.UserId)] : null;
        var auto = await autogroups.KeepAsync(users, cancellationToken);
        var smart = await smartGroups.KeepAsync(users, only: null, new HashSet<UserId>(), cancellationToken);

        // Whoever changed once more meanwhile stays on the list.
        var seen = changed.Select(c => c.UserId.Value).ToArray();
        var times = changed.Select(c => c.Times).ToArray();
        await db.Database.ExecuteSqlAsync(
            $"""
            DELETE FROM groupmanagement.changed_users c USING unnest({seen}, {times}) AS s(user_id, times)
            WHERE c.user_id = s.user_id AND c.times = s.times
            """,
            cancellationToken);
        run.Summary = string.Create(
            CultureInfo.InvariantCulture,
            $"automatic groups: {auto.Joined} joined, {auto.Left} left, {auto.Made} made, {auto.Removed} removed; smart groups: {smart.Joined} joined, {smart.Warned} warned, {smart.Ended} ended, {smart.Held} held");
    }
}
