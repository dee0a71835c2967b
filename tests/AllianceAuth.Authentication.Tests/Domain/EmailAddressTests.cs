using AllianceAuth.Authentication.Domain;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Domain;

public sealed class EmailAddressTests
{
    [Theory, Rule("AUTH-051")]
    [InlineData("", "authentication.email.missing")]
    [InlineData("maren", "authentication.email.invalid")]
    [InlineData("maren@host", "authentication.email.invalid")]
    [InlineData("Maren <maren@example.com>", "authentication.email.invalid")]
    [InlineData("maren@example.com\r\nBcc: all@example.com", "authentication.email.invalid")]
    [InlineData("maren@example.com", null)]
    public void An_address_is_judged(string address, string? expected) => Assert.Equal(expected, EmailAddress.FindError(address));

    [Fact]
    public void An_address_is_at_most_254_characters_long() =>
        Assert.Equal("authentication.email.long", EmailAddress.FindError($"{new string('a', 250)}@example.com"));
}
