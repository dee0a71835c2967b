using AllianceAuth.Authentication.Domain;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Domain;

public sealed class UserNamesTests
{
    [Fact, Rule("AUTH-059")]
    public void A_user_name_is_the_character_s_name_without_apostrophes_and_with_underscores() =>
        Assert.Equal("Dors_OTool_Jr", UserNames.Of("Dor's O'Tool Jr"));

    [Theory, Rule("AUTH-060")]
    [InlineData(0, "Bob")]
    [InlineData(1, "Bob_1")]
    [InlineData(2, "Bob_3")]
    public async Task Names_that_begin_alike_are_numbered_and_taken_numbers_are_skipped(int alike, string expected)
    {
        string[] taken = ["Bob", "Bob_2"];

        var name = await UserNames.MakeUniqueAsync("Bob", alike, candidate => Task.FromResult(taken.Contains(candidate)));

        Assert.Equal(expected, name);
    }

    [Fact]
    public async Task Nobody_becomes_the_stand_in_for_deleted_users_by_their_name() =>
        Assert.Equal("deleted_1", await UserNames.MakeUniqueAsync(UserNames.Of("deleted"), 0, _ => Task.FromResult(false)));
}
