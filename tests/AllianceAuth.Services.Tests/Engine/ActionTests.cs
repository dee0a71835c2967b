using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Shared.Services;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Engine;

/// <summary>What pilots and admins ask of accounts.</summary>
[Collection(OnTheServicesSite.Name)]
public sealed class ActionTests(ServicesSite site)
{
    private const string Again = "services.cause.password";

    [Fact]
    public async Task What_a_pilot_brings_makes_an_account_or_is_put_into_the_one_there_is()
    {
        var service = site.NewService();
        var user = (await site.UsersAsync(1))[0];
        await site.GrantAsync(service.Permission, user);

        Assert.True(await AskAsync(a => a.BringSecretAsync(service.Name, user, "one", Again, CancellationToken.None)));
        await site.KeepAsync(service.Name);
        Assert.Equal("one", service.Accounts[user].Secret);
        Assert.True(await AskAsync(a => a.BringSecretAsync(service.Name, user, "two", Again, CancellationToken.None)));
        await site.KeepAsync(service.Name);

        Assert.Equal("two", service.Accounts[user].Secret);
        Assert.Equal(["services.cause.activated", Again], (await site.HistoryAsync(service.Name, user)).Where(h => h.Kind is HistoryKind.Asked).Select(h => h.Cause));
    }

    [Fact]
    public async Task Nothing_is_brought_into_an_account_that_is_about_to_end()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        await AskAsync(a => a.DeactivateAsync(service.Name, user, CancellationToken.None));

        Assert.False(await AskAsync(a => a.BringSecretAsync(service.Name, user, "one", Again, CancellationToken.None)));
        Assert.Equal(0, await AskAsync(a => a.PassSecretAsync(service.Name, [user], "one", Again, isAnew: true, CancellationToken.None)));

        await site.KeepAsync(service.Name);
        Assert.Empty(service.Accounts);
    }

    [Fact]
    public async Task An_account_that_is_made_anew_takes_what_is_asked_along()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 2);
        var stranger = (await site.UsersAsync(1))[0];

        Assert.Equal(2, await AskAsync(a => a.PassSecretAsync(service.Name, [.. users, stranger], "newkey", Again, isAnew: true, CancellationToken.None)));
        Assert.Null((await site.AccountAsync(service.Name, users[0]))!.Groups);
        await site.KeepAsync(service.Name);

        Assert.All(users, u => Assert.Equal("newkey", service.Accounts[u].Secret));
        Assert.Equal([HistoryKind.Activated, HistoryKind.Asked, HistoryKind.Activated], (await site.HistoryAsync(service.Name, users[1])).Select(h => h.Kind));
    }

    [Fact]
    public async Task An_end_by_an_admin_is_noted_as_theirs_and_the_pilot_is_told()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 2);
        var admin = (await site.UsersAsync(1))[0];
        var name = await site.ReadAsync<string>($"SELECT main_name FROM authentication.users WHERE id = {admin}");

        Assert.Equal(2, await AskAsync(a => a.EndAsync(service.Name, users, RemovalCauses.ByAdmin, admin, CancellationToken.None)));
        // Whatever else happens meanwhile: it was the admin.
        await site.MarkAsync(service.Name, [.. users]);
        await site.KeepAsync(service.Name);

        Assert.Empty(service.Accounts);
        foreach (var user in users)
        {
            var history = await site.HistoryAsync(service.Name, user);
            Assert.Equal([HistoryKind.Activated, HistoryKind.Ordered, HistoryKind.Removed], history.Select(h => h.Kind));
            Assert.All(history.Skip(1), h => Assert.Equal((RemovalCauses.ByAdmin, name), (h.Cause, h.CauseArguments.Single())));
            Assert.False(history[^1].IsCounted);
            Assert.Single(await site.ToldAsync(user));
        }

        Assert.Equal("services.notice.endedbyadmin.message", await site.ReadAsync<string>($"SELECT message FROM notifications.notifications WHERE user_id = {users[0]} ORDER BY id DESC LIMIT 1"));
    }

    [Fact]
    public async Task A_new_password_is_for_accounts_that_stay()
    {
        var service = site.NewService(ServiceAbilities.Passwords);
        var users = await site.PilotsAsync(service, 2);
        await site.RunAsync($"UPDATE services.accounts SET stage = {(short)AccountStage.Gone} WHERE user_id = {users[0]}");

        Assert.False(await AskAsync(a => a.SetPasswordAsync(service.Name, users[0], "another one", CancellationToken.None)));
        Assert.True(await AskAsync(a => a.SetPasswordAsync(service.Name, users[1], "another one", CancellationToken.None)));
    }

    private Task<T> AskAsync<T>(Func<AccountActions, Task<T>> ask) => site.AskAsync(s => ask(s.GetRequiredService<AccountActions>()));
}
