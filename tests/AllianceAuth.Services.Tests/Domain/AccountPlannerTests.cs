using AllianceAuth.Services.Domain;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Domain;

public sealed class AccountPlannerTests
{
    private static readonly ServiceDescription Service = new("pretend", "Pretend", "pretend.access_pretend", null, "");

    [Fact, Rule("SVC-021")]
    public void Whoever_holds_the_permission_and_has_a_main_may_have_an_account() => Assert.True(AccountPlanner.MayHave(User(), Service));

    [Fact, Rule("SVC-010")]
    public void Somebody_switched_off_may_not() => Assert.False(AccountPlanner.MayHave(User() with { IsActive = false }, Service));

    [Fact, Rule("SVC-012")]
    public void Somebody_without_a_main_may_not() => Assert.False(AccountPlanner.MayHave(User() with { Main = null }, Service));

    [Fact, Rule("SVC-011")]
    public void Somebody_who_does_not_exist_may_not() => Assert.False(AccountPlanner.MayHave(null, Service));

    [Fact, Rule("SVC-022")]
    public void A_superuser_may() => Assert.True(AccountPlanner.MayHave(User() with { Permissions = new HashSet<string>(), IsSuperuser = true }, Service));

    [Fact, Rule("C-22")]
    public void An_account_that_is_as_wished_is_left_alone() => Assert.Equal(AccountPlan.None, AccountPlanner.Plan(Made("A", "B"), new("x", "x", ["A", "B"])));

    [Theory]
    [InlineData("A", "A B", AccountPlan.Update)]
    [InlineData("A B", "A", AccountPlan.Update)]
    [InlineData("A", "B", AccountPlan.Update)]
    [InlineData("A", "", AccountPlan.Strip)]
    [InlineData("A B C", "A", AccountPlan.Strip)]
    [InlineData("A B C D", "C D", AccountPlan.Update)]
    [InlineData("A B", "", AccountPlan.Strip)]
    internal void Losing_more_than_half_of_several_groups_or_the_last_one_is_a_strip(string has, string wished, AccountPlan plan) =>
        Assert.Equal(plan, AccountPlanner.Plan(Made(Split(has)), new("x", "x", Split(wished))));

    [Fact]
    public void An_account_never_made_is_made() => Assert.Equal(AccountPlan.Create, AccountPlanner.Plan(Account.Begin("pretend", new UserId(1), null, default), new("x", "x", [])));

    [Theory, InlineData(AccountStage.Leaving), InlineData(AccountStage.Gone)]
    internal void One_that_ends_is_removed_whatever_is_wished(AccountStage stage)
    {
        var account = Made("A");
        account.Stage = stage;

        Assert.Equal(AccountPlan.Remove, AccountPlanner.Plan(account, new("x", "x", ["A"])));
    }

    [Fact]
    public void A_new_password_is_a_change_of_its_own()
    {
        var account = Made("A");
        account.Secret = "sealed";

        Assert.Equal(AccountPlan.Update, AccountPlanner.Plan(account, new("x", "x", ["A"])));
    }

    [Fact, Rule("SVC-032")]
    public void A_login_name_stays_as_it_was_made_where_the_service_cannot_change_it()
    {
        var kept = AccountPlanner.Keep(Made("A"), new("new", "new", ["A"]), ServiceAbilities.DisplayNames);

        Assert.Equal(("x", "new"), (kept.LoginName, kept.DisplayName));
        Assert.Empty(kept.Groups);
    }

    [Fact]
    public void A_name_stays_as_it_was_made_where_nothing_is_left_of_the_new_one()
    {
        var kept = AccountPlanner.Keep(Made("A"), new("", "", []), ServiceAbilities.DisplayNames | ServiceAbilities.LoginNames);

        Assert.Equal(("x", "x"), (kept.LoginName, kept.DisplayName));
    }

    [Theory, Rule("C-18"), Rule("SVC-015")]
    [InlineData(RemovalCauses.Permission, true)]
    [InlineData(RemovalCauses.Gone, true)]
    [InlineData(RemovalCauses.ByAdmin, true)]
    [InlineData(RemovalCauses.OwnWish, false)]
    [InlineData(RemovalCauses.Inactive, false)]
    [InlineData(RemovalCauses.NoMain, false)]
    [InlineData(RemovalCauses.UserDeleted, false)]
    public void Pilots_are_told_of_what_the_site_took_by_itself(string cause, bool isTold) => Assert.Equal(isTold, RemovalCauses.IsTold(cause));

    [Theory, InlineData(100, 25), InlineData(500, 25), InlineData(1000, 50), InlineData(10_000, 500)]
    public void The_brake_lets_a_few_go_always_and_a_share_of_many(int accounts, int allowed) => Assert.Equal(allowed, new ServiceBrake(25, 5).Allowed(accounts));

    [Fact]
    public void A_brake_of_a_hundred_percent_is_none() => Assert.Equal(int.MaxValue, new ServiceBrake(25, 100).Allowed(10));

    private static string[] Split(string groups) => groups.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Account Made(params string[] groups) => new() { LoginName = "x", DisplayName = "x", Groups = groups, Stage = AccountStage.Active };

    private static AccessSnapshot User() => new()
    {
        User = new UserId(1),
        UserName = "maren",
        IsActive = true,
        State = new StateId(1),
        StateName = "Member",
        Main = new MainCharacter(1, "Maren Ostvik", 1, "Corp", "C", null, null, null),
        Permissions = new HashSet<string> { "pretend.access_pretend" },
    };
}
