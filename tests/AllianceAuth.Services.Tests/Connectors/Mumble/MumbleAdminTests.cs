using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Mumble;

/// <summary>The accounts as admins see them.</summary>
[Collection(MumbleSiteCollection.Name)]
public sealed class MumbleAdminTests(MumbleSite site)
{
    [Fact, Rule("SVC-072")]
    public async Task Accounts_are_found_by_login_group_and_user()
    {
        var ((user, main, _), admin) = (await site.MemberAsync(), site.NewVisitor());
        var login = main.Name.Replace(' ', '_');
        await admin.SignInAsync(Furnishing.AdminName, Furnishing.AdminPassword);

        foreach (var typed in (string[])[login, "Member", main.Name])
        {
            var page = await admin.OpenAsync($"/admin/mumble/mumbleuser/?q={Uri.EscapeDataString(typed)}");
            Assert.Contains(login, page.AllText, StringComparison.Ordinal);
        }

        var hash = (await site.RowAsync(user))!.PasswordHash;
        Assert.DoesNotContain(hash, (await admin.OpenAsync("/admin/mumble/mumbleuser/")).Body, StringComparison.Ordinal);
    }
}
