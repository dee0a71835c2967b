using AllianceAuth.GroupManagement.Domain.SmartGroups;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Groups;
using Xunit;

namespace AllianceAuth.GroupManagement.Tests.Domain.SmartGroups;

public sealed class FilterExpressionTests
{
    private static readonly UserRoll Roll = new([.. Enumerable.Range(1, 70).Select(n => new UserId(n))]);

    [Theory]
    [InlineData("Passes", "Passes", "Passes", "Passes")]
    [InlineData("Passes", "Fails", "Fails", "Passes")]
    [InlineData("Passes", "Unknown", "Unknown", "Passes")]
    [InlineData("Fails", "Unknown", "Fails", "Unknown")]
    [InlineData("Unknown", "Unknown", "Unknown", "Unknown")]
    [InlineData("Fails", "Fails", "Fails", "Fails")]
    public void Unknown_stays_unknown_unless_the_other_filter_decides_alone(string one, string other, string all, string any)
    {
        Assert.Equal(all, Judge(FilterJoin.All, one, other));
        Assert.Equal(all, Judge(FilterJoin.All, other, one));
        Assert.Equal(any, Judge(FilterJoin.Any, one, other));
        Assert.Equal(any, Judge(FilterJoin.Any, other, one));
    }

    [Fact]
    public void Not_turns_yes_and_no_around_and_leaves_unknown_alone()
    {
        var column = new FilterLeaf("test", FilterParameters.None, isNegated: true).Judge(_ => Column([1], [2]));

        Assert.Equal([Verdict.Fails, Verdict.Unknown, Verdict.Passes], [column[0], column[1], column[2]]);
    }

    [Fact]
    public void Users_beyond_the_first_sixty_four_are_judged_like_the_others()
    {
        var column = Column([70], [69]);

        Assert.Equal(Verdict.Passes, column[69]);
        Assert.Equal(Verdict.Unknown, column[68]);
        Assert.Equal(Verdict.Fails, column[67]);
    }

    [Fact]
    public void An_answer_about_users_who_were_not_asked_about_is_left_out()
    {
        var column = Column([9_999], []);

        Assert.All(Enumerable.Range(0, 70), place => Assert.Equal(Verdict.Fails, column[place]));
    }

    [Fact]
    public void Filters_come_out_of_the_database_as_they_went_in()
    {
        var before = new FilterBranch(
            FilterJoin.All,
            [
                new FilterLeaf("authentication.filter.state", FilterParameters.Of("states", "2", "3"), isNegated: true),
                new FilterBranch(FilterJoin.Any, [new FilterLeaf("eveonline.filter.scope", FilterParameters.Of("scopes", "esi-skills.read_skills.v1"))], isNegated: true),
            ]);

        var after = Assert.IsType<FilterBranch>(FilterExpression.FromJson(before.ToJson()));

        Assert.Equal(FilterJoin.All, after.Join);
        Assert.Equal([true, true], after.Parts.Select(p => p.IsNegated));
        Assert.Equal(FilterJoin.Any, Assert.IsType<FilterBranch>(after.Parts[1]).Join);
        Assert.Equal(["authentication.filter.state", "eveonline.filter.scope"], after.Leaves.Select(l => l.Kind));
        Assert.Equal(["2", "3"], after.Leaves.First().Parameters.All("states"));
    }

    [Fact]
    public void The_same_values_in_another_order_are_the_same_question()
    {
        var one = FilterParameters.Of("states", "2", "3");

        Assert.Equal(one, FilterParameters.Of("states", "3", "2"));
        Assert.Equal(one.GetHashCode(), FilterParameters.Of("states", "3", "2").GetHashCode());
        Assert.NotEqual(one, FilterParameters.Of("states", "2"));
        Assert.NotEqual(one, FilterParameters.Of("other", "2", "3"));
    }

    private static string Judge(FilterJoin join, string one, string other)
    {
        var expression = new FilterBranch(join, [new FilterLeaf("one", FilterParameters.None), new FilterLeaf("other", FilterParameters.None)]);
        return expression.Judge(leaf => (leaf.Kind == "one" ? one : other) switch
        {
            "Passes" => Column([1], []),
            "Unknown" => Column([], [1]),
            _ => Column([], []),
        })[0].ToString();
    }

    private static VerdictColumn Column(int[] passing, int[] unknown) =>
        VerdictColumn.Of(Roll, new FilterAnswer([.. passing.Select(n => new UserId(n))], [.. unknown.Select(n => new UserId(n))]));
}
