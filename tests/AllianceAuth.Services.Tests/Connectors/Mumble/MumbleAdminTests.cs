using AllianceAuth.Services.Connectors.Mumble;
using AllianceAuth.Testing;
using AllianceAuth.Testing.Site;
using Microsoft.EntityFrameworkCore;
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

        var group = $"Watch-{user}";
        await site.DoAsDbAsync(db => db.MumbleUsers.Where(u => u.UserId == user).ExecuteUpdateAsync(u => u.SetProperty(x => x.Groups, new[] { group })));

        foreach (var typed in (string[])[login, group, main.Name])
        {
            var page = await admin.OpenAsync($"/admin/mumble/mumbleuser/?q={Uri.EscapeDataString(typed)}");
            Assert.True(page.AllText.Contains(login, StringComparison.Ordinal), $"{typed} does not find {login}: {page.AllText}");
        }

        var hash = (await site.RowAsync(user))!.PasswordHash;
        Assert.DoesNotContain(hash, (await admin.OpenAsync("/admin/mumble/mumbleuser/")).Body, StringComparison.Ordinal);
    }
}
