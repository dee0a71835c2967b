using AllianceAuth.Services.Domain;
using Xunit;

namespace AllianceAuth.Services.Tests.Domain;

public sealed class UniqueNamesTests
{
    [Fact]
    public void A_free_name_stays_plain_and_a_taken_one_gets_the_first_free_number()
    {
        var names = new UniqueNames(20, ["Maren", "MAREN_2"]);

        Assert.Equal(["Maren_3", "Ilan", "Ilan_2"], new[] { "Maren", "Ilan", "Ilan" }.Select(names.Take));
    }

    [Fact]
    public void The_number_fits_into_the_longest_name() => Assert.Equal("Lanternf_2", new UniqueNames(10, ["Lanternfal"]).Take("Lanternfallen"));

    [Fact]
    public void No_half_character_is_left() => Assert.Equal("ab", UniqueNames.Cut("ab\U0001F680", 3));

    [Fact]
    public void No_name_is_no_name() => Assert.Equal(["", ""], new[] { "", "" }.Select(new UniqueNames(10, []).Take));

    [Theory]
    [InlineData("Twin", "Twin", 1)]
    [InlineData("twin", "Twin", 1)]
    [InlineData("Twin_2", "Twin", 2)]
    [InlineData("Tw_12", "Twin", 12)]
    [InlineData("Other", "Twin", int.MaxValue)]
    [InlineData("Twin_x", "Twin", int.MaxValue)]
    [InlineData("", "Twin", int.MaxValue)]
    [InlineData("", "", int.MaxValue)]
    public void Who_has_a_name_made_from_the_wished_one_comes_in_its_order(string has, string wished, int turn) => Assert.Equal(turn, UniqueNames.TurnOf(has, wished));
}
