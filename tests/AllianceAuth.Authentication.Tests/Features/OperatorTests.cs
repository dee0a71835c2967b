using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Authentication.Passwords;
using AllianceAuth.Authentication.Tests.Kit;
using AllianceAuth.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Authentication.Tests.Features;

public sealed class OperatorTests(ModuleFixture module) : IClassFixture<ModuleFixture>
{
    private const string Password = "stillborn-comet-84-lantern";

    [Fact, Rule("AUTH-085")]
    public async Task A_superuser_from_the_command_line_signs_in_with_the_password()
    {
        Assert.Empty(await module.SendAsync(new CreateSuperuser("root", "root@example.com", Password)));

        var check = await CheckAsync("root", Password);

        Assert.Equal((true, true, true), (check.User!.IsSuperuser, check.User.IsStaff, check.User.IsActive));
        Assert.Null((await CheckAsync("root", "wrong")).User);
        Assert.Null((await CheckAsync("nobody", Password)).User);
    }

    [Fact, Rule("AUTH-087")]
    public async Task A_superuser_with_a_bad_password_or_a_taken_name_is_not_made()
    {
        await module.SendAsync(new CreateSuperuser("taken", "", Password));

        Assert.Equal("authentication.superuser.taken", Assert.Single(await module.SendAsync(new CreateSuperuser("taken", "", Password))).Code);
        Assert.Contains(await module.SendAsync(new CreateSuperuser("weakling", "", "12345678")), r => r.Code == "authentication.password.numeric");
        Assert.Contains(await module.SendAsync(new CreateSuperuser("stillborn_comet", "", "stillborn_comet")), r => r.Code == "authentication.password.similar");
        Assert.Equal("authentication.superuser.name", Assert.Single(await module.SendAsync(new CreateSuperuser("deleted", "", Password))).Code);
        Assert.False(await module.DbAsync(db => db.Users.AnyAsync(u => u.UserName == "weakling")));
    }

    [Fact]
    public async Task Five_wrong_passwords_close_the_account_even_for_the_right_one()
    {
        await module.SendAsync(new CreateSuperuser("besieged", "", Password));
        for (var i = 0; i < 5; i++)
        {
            await CheckAsync("besieged", "wrong");
        }

        var check = await CheckAsync("besieged", Password);

        Assert.Equal((true, true), (check.User is null, check.IsLocked));
    }

    [Fact]
    public async Task Mains_that_are_not_owned_any_more_are_cleared_and_named()
    {
        var (good, bad) = (await module.PilotAsync(), await module.PilotAsync());
        await module.DbAsync(db => db.Ownerships.Where(o => o.UserId == bad).ExecuteDeleteAsync());

        var cleared = await module.SendAsync(new CheckMains());

        Assert.Equal([(await module.UserAsync(bad)).UserName], cleared);
        Assert.Null((await module.AccessAsync(bad)).Main);
        Assert.NotNull((await module.AccessAsync(good)).Main);
        Assert.Empty(await module.SendAsync(new CheckMains()));
    }

    [Fact, Rule("AUTH-086")]
    public async Task Nobody_without_a_password_gets_a_key_to_reset_it()
    {
        var pilot = await module.PilotAsync();

        Assert.Null(await module.AskAsync(s => s.GetRequiredService<LocalAccounts>().MakeResetKeyAsync(pilot)));
    }

    private Task<PasswordCheck> CheckAsync(string name, string password) =>
        module.AskAsync(s => s.GetRequiredService<LocalAccounts>().CheckAsync(name, password));
}
