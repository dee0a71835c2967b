using AllianceAuth.Services.Contracts;
using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Engine;

[Collection(OnTheServicesSite.Name)]
public sealed class CommandTests(ServicesSite site)
{
    [Fact, Rule("C-20")]
    public async Task Verifying_looks_at_every_user_on_every_service()
    {
        var (one, other) = (site.NewService(), site.NewService());
        var (first, second) = (await site.PilotAsync(one), await site.PilotAsync(other));
        await site.RevokeAsync(one.Permission, first);
        await site.RevokeAsync(other.Permission, second);

        var services = await site.SendAsync(new VerifyServiceAccounts());
        await site.KeepAsync(one.Name);
        await site.KeepAsync(other.Name);

        Assert.Contains(new ServiceToVerify(one.Description.Title, 1), services);
        Assert.Empty(one.Accounts);
        Assert.Empty(other.Accounts);
    }
}
