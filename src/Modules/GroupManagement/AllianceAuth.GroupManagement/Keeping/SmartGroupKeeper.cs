using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace AllianceAuth.GroupManagement.Keeping;

/// <summary>What a look at smart groups did.</summary>
/// <param name="Joined">Users added.</param>
/// <param name="Warned">Members whose grace period began.</param>
/// <param name="Ended">Memberships ended.</param>
/// <param name="Held">Members held back.</param>
internal sealed record SmartOutcome(int Joined, int Warned, int Ended, int Held);

/// <summary>
/// Makes smart groups what their filters say, for some users or for everybody, in as many statements for a hundred thousand as for one. What it
/// decides is stored together with the events that carry it out, so a crash in between loses nothing.
/// </summary>
internal sealed class SmartGroupKeeper(
    GroupManagementDb db, SmartGroupReader reader, IMediator mediator, IOptionsSnapshot<SmartGroupSettings> settings, TimeProvider clock)
{
    public const string Cause = "groupmanagement.smart.cause";
    private const int BatchSize = 1000;

    /// <summary>The caller holds the <see cref="KeepingLock"/>.</summary>
    /// <param name="users">Who is looked at; null for everybody.</param>
    /// <param name="only">The only group to look at; null for all.</param>
    /// <param name="approved">Members whose removal a person has seen and agreed to.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<SmartOutcome> KeepAsync(
        IReadOnlyCollection<UserId>? users, GroupId? only, IReadOnlySet<UserId> approved, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var groups = await (only is { } one ? db.SmartGroups.Where(g => g.Id == one) : db.SmartGroups.OrderBy(g => g.Id)).ToListAsync(cancellationToken);
        if (groups.Count == 0)
        {
            return new(0, 0, 0, 0);
        }

        var brake = new Brake(settings.Value.BrakeLeast, settings.Value.BrakePercent);
        var picture = await reader.ReadAsync(groups, users, now, cancellationToken);
        var plans = new List<(GroupId Group, SmartPlan Plan)>();
        foreach (var group in groups)
        {
            var plan = picture.PlanFor(group, brake, approved, now);
            Note(group, plan, picture, approved, now);
            group.EvaluatedAt = users is null ? now : group.EvaluatedAt;
            plans.Add((group.Id, plan));
        }

        await db.SaveChangesAsync(cancellationToken);
        Membership[] joining = [.. plans.SelectMany(p => p.Plan.Joining.Select(user => new Membership(user, p.Group)))];
        if (joining.Length > 0)
        {
            await mediator.Send(new AddToGroups(joining, Actor: null, Cause), cancellationToken);
        }

        return new(joining.Length, plans.Sum(p => p.Plan.Warned.Count), plans.Sum(p => p.Plan.Ending.Count), plans.Sum(p => p.Plan.Held.Count));
    }

    private void Note(SmartGroup group, SmartPlan plan, SmartPicture picture, IReadOnlySet<UserId> approved, DateTimeOffset now)
    {
        db.Lapses.RemoveRange(plan.Recovered.Select(user => picture.LapseOf(group.Id, user)!));
        var due = now.AddDays(group.GraceDays);
        Become(plan.Warned, LapseStage.Warned, due);
        Become(plan.Ending, LapseStage.Ended, null);
        Become(plan.Held, LapseStage.Held, null);
        foreach (var batch in plan.Warned.Chunk(BatchSize))
        {
            db.Raise(new SmartMembersWarned(Guid.CreateVersion7(), now, group.Id, batch, due));
        }

        foreach (var batch in plan.Ending.Chunk(BatchSize))
        {
            db.Raise(new SmartMembersEnded(Guid.CreateVersion7(), now, group.Id, batch));
        }

        if (plan.IsHeld && group.HeldSince is null)
        {
            db.Raise(new SmartGroupHeld(Guid.CreateVersion7(), now, group.Id, plan.Held.Count));
        }

        group.HeldSince = plan.IsHeld ? group.HeldSince ?? now : null;

        void Become(IReadOnlyList<UserId> users, LapseStage stage, DateTimeOffset? dueAt)
        {
            foreach (var user in users)
            {
                var lapse = picture.LapseOf(group.Id, user);
                if (lapse is null)
                {
                    db.Lapses.Add(lapse = new Lapse(group.Id, user, now));
                }

                lapse.Become(stage, now, dueAt);
                lapse.IsApproved |= approved.Contains(user);
            }
        }
    }
}
