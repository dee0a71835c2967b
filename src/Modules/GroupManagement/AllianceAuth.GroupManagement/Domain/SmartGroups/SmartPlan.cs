using AllianceAuth.Shared.Access;

namespace AllianceAuth.GroupManagement.Domain.SmartGroups;

/// <summary>What a look at one group needs to know.</summary>
/// <param name="Mode">Who comes in.</param>
/// <param name="Grace">How long a member who fails may stay.</param>
/// <param name="Brake">What is too many.</param>
/// <param name="MemberCount">Members of the whole group, also when only some users are looked at.</param>
/// <param name="RecentlyLapsed">Members warned or gone within the brake's window without anybody having agreed, among all users.</param>
/// <param name="RecentlyEnded">Of those, how many are members no longer.</param>
/// <param name="HeldElsewhere">Held lapses of users who are not looked at now.</param>
/// <param name="Now">UTC.</param>
internal sealed record SmartSituation(
    SmartGroupMode Mode, TimeSpan Grace, Brake Brake, int MemberCount, int RecentlyLapsed, int RecentlyEnded, int HeldElsewhere, DateTimeOffset Now);

/// <summary>One user as the plan sees them.</summary>
/// <param name="User">Who.</param>
/// <param name="Verdict">What the filters say.</param>
/// <param name="IsMember">Whether they are in.</param>
/// <param name="MayBeAdded">Whether the group's own settings let them in; false also for users who are switched off.</param>
/// <param name="Lapse">What is noted about them.</param>
internal readonly record struct SmartCandidate(UserId User, Verdict Verdict, bool IsMember, bool MayBeAdded, Lapse? Lapse)
{
    /// <summary>A person has seen that they would go, and agreed.</summary>
    public bool IsApproved { get; init; }
}

/// <summary>What to do with one group: the difference only.</summary>
/// <param name="Joining">To be added.</param>
/// <param name="Warned">Fail from now on, and are told until when they may stay.</param>
/// <param name="Ending">Memberships that end now.</param>
/// <param name="Held">Fail, but wait for a person.</param>
/// <param name="Recovered">Lapses that are over: they pass again, or left by themselves.</param>
/// <param name="IsHeld">Whether removals wait for a person.</param>
internal sealed record SmartPlan(
    IReadOnlyList<UserId> Joining,
    IReadOnlyList<UserId> Warned,
    IReadOnlyList<UserId> Ending,
    IReadOnlyList<UserId> Held,
    IReadOnlyList<UserId> Recovered,
    bool IsHeld)
{
    /// <summary>Decides. Unknown changes nothing; too many at once are held; while anything is held, nobody is removed.</summary>
    public static SmartPlan For(SmartSituation situation, IEnumerable<SmartCandidate> candidates)
    {
        List<UserId> joining = [], recovered = [];
        List<SmartCandidate> fresh = [], approved = [], due = [];
        foreach (var one in candidates)
        {
            switch (one)
            {
                case { IsMember: false, Verdict: Verdict.Passes, MayBeAdded: true } when situation.Mode == SmartGroupMode.Automatic:
                    joining.Add(one.User);
                    break;
                case { IsMember: false, Lapse: { Stage: not LapseStage.Ended } }:
                case { IsMember: false, Lapse: { } old } when old.Since <= situation.Now - Brake.Window:
                case { IsMember: true, Verdict: Verdict.Passes, Lapse: not null }:
                    recovered.Add(one.User);
                    break;
                case { IsMember: true, Verdict: Verdict.Fails, Lapse: { Stage: LapseStage.Warned } lapse }:
                    due.AddRange(lapse.DueAt <= situation.Now ? [one] : []);
                    break;
                case { IsMember: true, Verdict: Verdict.Fails, IsApproved: true, Lapse: null or { Stage: LapseStage.Held } }:
                    approved.Add(one);
                    break;
                case { IsMember: true, Verdict: Verdict.Fails }:
                    fresh.Add(one);
                    break;
            }
        }

        // Somebody whose membership ended and who was let in again by hand lapses anew; counted once.
        var again = fresh.Count(f => f.Lapse is { Stage: LapseStage.Ended, IsApproved: false } l && l.Since > situation.Now - Brake.Window);
        var going = fresh.Count + situation.HeldElsewhere + situation.RecentlyLapsed - again;
        var isHeld = fresh.Count + situation.HeldElsewhere > 0 && situation.Brake.Holds(going, situation.MemberCount + situation.RecentlyEnded);
        List<SmartCandidate> beginning = isHeld ? approved : [.. fresh, .. approved];
        var ending = isHeld ? [] : due.Select(d => d.User);
        return new SmartPlan(
            joining,
            situation.Grace > TimeSpan.Zero ? [.. beginning.Select(b => b.User)] : [],
            situation.Grace > TimeSpan.Zero ? [.. ending] : [.. ending, .. beginning.Select(b => b.User)],
            isHeld ? [.. fresh.Where(f => f.Lapse is not { Stage: LapseStage.Held }).Select(f => f.User)] : [],
            recovered,
            isHeld);
    }
}
