using AllianceAuth.Authentication.Domain;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Domain;

public sealed class PasswordJudgementTests
{
    [Theory, Rule("AUTH-087")]
    [InlineData("MarenOstvik1", "authentication.password.similar")]
    [InlineData("k7#qrx", "authentication.password.short")]
    [InlineData("Password123!", "authentication.password.common")]
    [InlineData("qwertyuiop", "authentication.password.common")]
    [InlineData("9081726354", "authentication.password.numeric")]
    public void Each_of_the_four_rules_speaks_up(string password, string expected)
    {
        var errors = PasswordJudgement.FindErrors(password, ["Maren_Ostvik", "maren@example.com", null]);

        Assert.Contains(errors, e => e.Code == expected);
    }

    [Fact]
    public void A_good_password_is_taken() => Assert.Empty(PasswordJudgement.FindErrors("stillborn-comet-84-lantern", ["Maren_Ostvik", "maren@example.com"]));
}
