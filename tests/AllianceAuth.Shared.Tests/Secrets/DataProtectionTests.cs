using AllianceAuth.Shared.Infrastructure.Platform;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace AllianceAuth.Shared.Tests.Secrets;

public sealed class DataProtectionTests(PlatformFixture database) : IClassFixture<PlatformFixture>
{
    private static readonly (string, string) Key = ("Secrets:MasterKey", Convert.ToBase64String(new byte[32]));

    [Fact]
    public async Task A_cookie_made_by_one_node_is_read_by_another_and_its_key_is_stored_sealed()
    {
        await using var one = database.BuildNode(null, Key);
        await using var other = database.BuildNode(null, Key);

        var cookie = one.Get<IDataProtectionProvider>().CreateProtector("session").Protect("pilot 7");

        Assert.Equal("pilot 7", other.Get<IDataProtectionProvider>().CreateProtector("session").Unprotect(cookie));
        var stored = await one.AskAsync((PlatformDb db) => db.DataProtectionKeys.SingleAsync());
        Assert.Matches("<sealed[^>]*>s1[.]", stored.Xml);
        Assert.DoesNotContain("<masterKey", stored.Xml, StringComparison.Ordinal);
    }
}
