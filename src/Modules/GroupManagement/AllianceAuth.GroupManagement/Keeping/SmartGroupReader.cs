using AllianceAuth.Authentication.Contracts;
using AllianceAuth.GroupManagement.Data;
using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.Shared.Access;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.GroupManagement.Keeping;

/// <summary>Reads everything that decides about smart groups: one statement for each kind of fact, whatever the number of users.</summary>
internal sealed class SmartGroupReader(GroupManagementDb db, FilterJudge judge, IMediator mediator)
{
    /// <param name="groups">Which groups; they may differ from what is stored, for a preview.</param>
    /// <param name="users">Who is looked at; null for everybody.</param>
    /// <param name="now">UTC.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<SmartPicture> ReadAsync(IReadOnlyList<SmartGroup> groups, IReadOnlyCollection<UserId>? users, DateTimeOffset now, CancellationToken cancellationToken)
    {
        GroupId[] ids = [.. groups.Select(g => g.Id)];
        var standings = await mediator.Send(new FindStandings(users, ids), cancellationToken);
        var noted = db.Lapses.Where(l => ids.Contains(l.GroupId));
        var lapses = await (users is null ? noted : noted.Where(l => users.Contains(l.UserId))).ToListAsync(cancellationToken);
        var tallies = await TallyAsync(ids, users, lapses, now - Brake.Window, cancellationToken);
        var admitted = await db.Groups.AsNoTracking().Where(g => ids.Contains(g.Id)).Select(g => new { g.Id, g.States }).ToDictionaryAsync(g => g.Id, g => g.States, cancellationToken);
        var counts = users is null
            ? standings.SelectMany(s => s.Groups).CountBy(g => g).ToDictionary()
            : (await mediator.Send(new FindGroups(ids), cancellationToken)).ToDictionary(g => g.Group, g => g.MemberCount);
        // Whoever is switched off is not judged: they hold no permission, and come back to what they had.
        var roll = new UserRoll([.. standings.Where(s => s.IsActive).Select(s => s.User)]);
        var columns = await judge.JudgeAsync([.. groups.Select(g => g.Expression)], roll, users is null, cancellationToken);
        return new SmartPicture(
            standings,
            roll,
            ids.Zip(columns).ToDictionary(p => p.First, p => p.Second),
            lapses.ToDictionary(l => (l.GroupId, l.UserId)),
            tallies,
            admitted,
            counts);
    }

    private async Task<IReadOnlyDictionary<GroupId, SmartTally>> TallyAsync(
        GroupId[] groups, IReadOnlyCollection<UserId>? users, List<Lapse> lapses, DateTimeOffset since, CancellationToken cancellationToken)
    {
        if (users is null)
        {
            return lapses.GroupBy(l => l.GroupId).ToDictionary(g => g.Key, g => SmartTally.Of(g, since));
        }

        // Of everybody, for the brake looks at the whole group; only those who count are read.
        var all = await db.Lapses.AsNoTracking()
            .Where(l => groups.Contains(l.GroupId) && !l.IsApproved && (l.Stage == LapseStage.Held || l.Since > since))
            .ToListAsync(cancellationToken);
        return all.GroupBy(l => l.GroupId).ToDictionary(
            g => g.Key,
            g => SmartTally.Of(g, since) with { HeldElsewhere = g.Count(l => l.Stage == LapseStage.Held && !users.Contains(l.UserId)) });
    }
}

/// <summary>What the brake has to know of a group.</summary>
internal sealed record SmartTally(int Lapsed, int Ended, int HeldElsewhere)
{
    public static SmartTally Of(IEnumerable<Lapse> lapses, DateTimeOffset since)
    {
        var recent = lapses.Where(l => l is { IsApproved: false, Stage: not LapseStage.Held } && l.Since > since).ToList();
        return new(recent.Count, recent.Count(l => l.Stage == LapseStage.Ended), 0);
    }
}

/// <summary>Everything that decides about some smart groups, as it was at one moment.</summary>
internal sealed class SmartPicture(
    IReadOnlyList<UserStanding> standings,
    UserRoll roll,
    IReadOnlyDictionary<GroupId, VerdictColumn> columns,
    IReadOnlyDictionary<(GroupId Group, UserId User), Lapse> lapses,
    IReadOnlyDictionary<GroupId, SmartTally> tallies,
    IReadOnlyDictionary<GroupId, int[]> admitted,
    IReadOnlyDictionary<GroupId, int> counts)
{
    public Lapse? LapseOf(GroupId group, UserId user) => lapses.GetValueOrDefault((group, user));

    /// <param name="group">Which group.</param>
    /// <param name="brake">What is too many.</param>
    /// <param name="approved">Members whose removal a person has agreed to.</param>
    /// <param name="now">UTC.</param>
    public SmartPlan PlanFor(SmartGroup group, Brake brake, IReadOnlySet<UserId> approved, DateTimeOffset now)
    {
        var tally = tallies.GetValueOrDefault(group.Id) ?? new SmartTally(0, 0, 0);
        var situation = new SmartSituation(
            group.Mode, TimeSpan.FromDays(group.GraceDays), brake, counts.GetValueOrDefault(group.Id), tally.Lapsed, tally.Ended, tally.HeldElsewhere, now);
        return SmartPlan.For(situation, CandidatesOf(group, approved));
    }

    /// <summary>What a group would come to, grace period and brake left aside.</summary>
    public SmartForecast Forecast(SmartGroup group)
    {
        // All users, also for a gate: whoever sets one wants to know how many could come.
        var all = CandidatesOf(group, new HashSet<UserId>(), everybody: true).ToList();
        return new(
            [.. all.Where(c => c is { IsMember: false, Verdict: Verdict.Passes, MayBeAdded: true } && group.Mode == SmartGroupMode.Automatic).Select(c => c.User)],
            [.. all.Where(c => c is { IsMember: true, Verdict: Verdict.Fails }).Select(c => c.User)],
            all.Count(c => c.Verdict == Verdict.Passes),
            all.Count(c => c is { IsMember: true, Verdict: Verdict.Unknown }));
    }

    private IEnumerable<SmartCandidate> CandidatesOf(SmartGroup group, IReadOnlySet<UserId> approved, bool everybody = false)
    {
        var column = columns[group.Id];
        var states = admitted.GetValueOrDefault(group.Id) ?? [];
        foreach (var standing in standings)
        {
            var isMember = standing.Groups.Contains(group.Id);
            var lapse = LapseOf(group.Id, standing.User);
            if (!isMember && lapse is null && group.Mode == SmartGroupMode.Gate && !everybody)
            {
                continue;
            }

            var verdict = roll.PlaceOf(standing.User) is { } place ? column[place] : Verdict.Unknown;
            var mayBeAdded = standing.IsActive && (states.Length == 0 || states.Contains(standing.State.Value));
            yield return new SmartCandidate(standing.User, verdict, isMember, mayBeAdded, lapse) { IsApproved = approved.Contains(standing.User) || lapse?.IsApproved == true };
        }
    }
}

/// <summary>What a smart group would come to.</summary>
/// <param name="Joining">Would be put in.</param>
/// <param name="Leaving">Members who do not pass.</param>
/// <param name="Passing">Everybody who passes.</param>
/// <param name="Unknown">Members whom nobody can judge now.</param>
internal sealed record SmartForecast(IReadOnlyList<UserId> Joining, IReadOnlyList<UserId> Leaving, int Passing, int Unknown);
