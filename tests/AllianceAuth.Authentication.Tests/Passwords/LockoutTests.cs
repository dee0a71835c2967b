using System.Net;
using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Passwords;
using AllianceAuth.Authentication.Sessions;
using AllianceAuth.Authentication.Tests.Kit;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Passwords;

public sealed class LockoutTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    [Fact]
    public async Task Wrong_passwords_that_come_at_once_are_counted_one_by_one()
    {
        const string password = "stillborn-comet-84-lantern";
        await module.SendAsync(new CreateSuperuser("lock_root", "", password));

        var tries = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => CheckAsync("wrong")));

        Assert.Equal(4, tries.Count(t => t is { User: null, IsLocked: true }));
        Assert.True((await CheckAsync(password)).IsLocked);
    }

    [Theory]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2:ffff::1", true)]
    [InlineData("2001:db8:1:2::1", "2001:db8:1:3::1", false)]
    [InlineData("192.0.2.1", "::ffff:192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    public void Whoever_has_one_connection_counts_as_one(string first, string second, bool asOne) =>
        Assert.Equal(asOne, LoginRateLimit.KeyOf(IPAddress.Parse(first)) == LoginRateLimit.KeyOf(IPAddress.Parse(second)));

    private Task<PasswordCheck> CheckAsync(string password) => module.AskAsync(s => s.GetRequiredService<LocalAccounts>().CheckAsync("lock_root", password));
}
