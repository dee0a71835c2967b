using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.Shared.Access;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Domain.SmartGroups;

public sealed class SmartPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private static readonly GroupId Group = new(7);

    [Fact]
    public void An_automatic_group_takes_in_whoever_passes_and_only_them()
    {
        var plan = Plan(SmartGroupMode.Automatic, Stranger(1, Verdict.Passes), Stranger(2, Verdict.Fails), Stranger(3, Verdict.Unknown));

        Assert.Equal([new UserId(1)], plan.Joining);
    }

    [Fact]
    public void A_gate_takes_in_nobody_by_itself() =>
        Assert.Empty(Plan(SmartGroupMode.Gate, Stranger(1, Verdict.Passes)).Joining);

    [Fact]
    public void Whom_the_group_itself_does_not_admit_is_not_added_though_they_pass() =>
        Assert.Empty(Plan(SmartGroupMode.Automatic, Stranger(1, Verdict.Passes) with { MayBeAdded = false }).Joining);

    [Fact]
    public void Unknown_takes_nothing_away()
    {
        var plan = Plan(SmartGroupMode.Automatic, Member(1, Verdict.Unknown), Member(2, Verdict.Unknown, Warned(2, due: Now.AddDays(-1))));

        Nobody(plan.Ending, plan.Warned, plan.Held, plan.Recovered);
    }

    [Fact]
    public void Without_a_grace_period_a_member_who_fails_leaves_at_once()
    {
        var plan = Plan(SmartGroupMode.Gate, Member(1, Verdict.Fails), Member(2, Verdict.Passes));

        Assert.Equal([new UserId(1)], plan.Ending);
        Assert.Empty(plan.Warned);
    }

    [Fact]
    public void With_a_grace_period_they_are_warned_first()
    {
        var plan = SmartPlan.For(Situation() with { Grace = TimeSpan.FromDays(3) }, [Member(1, Verdict.Fails)]);

        Assert.Equal([new UserId(1)], plan.Warned);
        Assert.Empty(plan.Ending);
    }

    [Fact]
    public void A_warned_member_stays_until_the_day_they_were_told_and_not_longer()
    {
        var plan = SmartPlan.For(
            Situation() with { Grace = TimeSpan.FromDays(3) },
            [Member(1, Verdict.Fails, Warned(1, due: Now.AddMinutes(1))), Member(2, Verdict.Fails, Warned(2, due: Now))]);

        Assert.Equal([new UserId(2)], plan.Ending);
        Assert.Empty(plan.Warned);
    }

    [Fact]
    public void Who_passes_again_or_left_by_themselves_is_forgotten()
    {
        var plan = Plan(SmartGroupMode.Gate, Member(1, Verdict.Passes, Warned(1, Now.AddDays(1))), Stranger(2, Verdict.Fails) with { Lapse = Warned(2, Now.AddDays(1)) });

        Assert.Equal([new UserId(1), new UserId(2)], plan.Recovered);
    }

    [Fact]
    public void Too_many_at_once_are_held_and_nobody_is_removed()
    {
        var members = Enumerable.Range(1, 11).Select(n => Member(n, Verdict.Fails)).Append(Member(12, Verdict.Fails, Warned(12, due: Now.AddDays(-1))));

        var plan = SmartPlan.For(Situation(members: 12), members);

        Assert.True(plan.IsHeld);
        Assert.Equal(11, plan.Held.Count);
        Nobody(plan.Ending, plan.Warned);
    }

    [Fact]
    public void As_many_as_the_limit_go_without_asking_anybody()
    {
        var plan = SmartPlan.For(Situation(members: 12), Enumerable.Range(1, 10).Select(n => Member(n, Verdict.Fails)));

        Assert.False(plan.IsHeld);
        Assert.Equal(10, plan.Ending.Count);
    }

    [Fact]
    public void In_a_large_group_the_limit_is_a_share_of_its_members()
    {
        Assert.Equal(10, new Brake(10, 20).Limit(50));
        Assert.Equal(20_000, new Brake(10, 20).Limit(100_000));
        Assert.False(new Brake(10, 20).Holds(20_000, 100_000));
        Assert.True(new Brake(10, 20).Holds(20_001, 100_000));
    }

    [Fact]
    public void Many_small_steps_within_a_day_are_noticed_like_one_large_one()
    {
        var plan = SmartPlan.For(Situation(members: 12) with { RecentlyLapsed = 9, RecentlyEnded = 9 }, [Member(1, Verdict.Fails), Member(2, Verdict.Fails)]);

        Assert.True(plan.IsHeld);
        Assert.Empty(plan.Ending);
    }

    [Fact]
    public void What_a_person_agreed_to_goes_though_it_is_many()
    {
        var approved = Enumerable.Range(1, 50).Select(n => Member(n, Verdict.Fails, Held(n)) with { IsApproved = true });

        var plan = SmartPlan.For(Situation(members: 50), approved);

        Assert.False(plan.IsHeld);
        Assert.Equal(50, plan.Ending.Count);
    }

    [Fact]
    public void A_hold_ends_by_itself_when_the_members_pass_again()
    {
        var plan = SmartPlan.For(Situation(members: 50), Enumerable.Range(1, 50).Select(n => Member(n, Verdict.Passes, Held(n))));

        Assert.False(plan.IsHeld);
        Assert.Equal(50, plan.Recovered.Count);
    }

    [Fact]
    public void Held_members_who_are_not_looked_at_now_still_hold_the_others()
    {
        var plan = SmartPlan.For(Situation(members: 50) with { HeldElsewhere = 30 }, [Member(1, Verdict.Fails, Warned(1, due: Now.AddDays(-1)))]);

        Assert.True(plan.IsHeld);
        Assert.Empty(plan.Ending);
    }

    [Fact]
    public void Who_was_let_in_again_by_hand_and_still_fails_lapses_anew_and_counts_once()
    {
        var ended = new Lapse(Group, new UserId(1), Now.AddHours(-2)) { Stage = LapseStage.Ended };

        var plan = SmartPlan.For(Situation(members: 12) with { RecentlyLapsed = 10, RecentlyEnded = 0 }, [Member(1, Verdict.Fails, ended)]);

        Assert.False(plan.IsHeld);
        Assert.Equal([new UserId(1)], plan.Ending);
    }

    [Fact]
    public void A_second_look_at_the_same_group_changes_nothing()
    {
        var plan = SmartPlan.For(
            Situation(members: 50) with { Grace = TimeSpan.FromDays(3) },
            [Member(1, Verdict.Passes), Member(2, Verdict.Fails, Warned(2, Now.AddDays(2))), Stranger(3, Verdict.Fails)]);

        Nobody(plan.Joining, plan.Warned, plan.Ending, plan.Held, plan.Recovered);
    }

    [Fact]
    public void Groups_that_wait_for_each_other_are_found()
    {
        Dictionary<GroupId, IReadOnlyList<GroupId>> looksAt = new() { [new(1)] = [new(2), new(9)], [new(2)] = [new(3)], [new(3)] = [new(1)], [new(4)] = [new(1)] };

        Assert.Equal([new GroupId(1), new GroupId(2), new GroupId(3), new GroupId(1)], FilterCircle.Find(new GroupId(1), looksAt));
        Assert.Null(FilterCircle.Find(new GroupId(4), looksAt));
    }

    private static void Nobody(params IReadOnlyList<UserId>[] lists) => Assert.All(lists, Assert.Empty);

    private static SmartPlan Plan(SmartGroupMode mode, params SmartCandidate[] candidates) => SmartPlan.For(Situation() with { Mode = mode }, candidates);

    private static SmartSituation Situation(int members = 10) => new(SmartGroupMode.Gate, TimeSpan.Zero, new Brake(10, 20), members, 0, 0, 0, Now);

    private static SmartCandidate Member(int user, Verdict verdict, Lapse? lapse = null) => new(new UserId(user), verdict, IsMember: true, MayBeAdded: true, lapse);

    private static SmartCandidate Stranger(int user, Verdict verdict) => new(new UserId(user), verdict, IsMember: false, MayBeAdded: true, null);

    private static Lapse Warned(int user, DateTimeOffset due) => new(Group, new UserId(user), Now.AddDays(-2)) { Stage = LapseStage.Warned, DueAt = due };

    private static Lapse Held(int user) => new(Group, new UserId(user), Now.AddHours(-2)) { Stage = LapseStage.Held };
}
