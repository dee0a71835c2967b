using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;
using Xunit;

namespace AllianceAuth.Services.Tests.Engine;

/// <summary>Where no two accounts may have the same name.</summary>
[Collection(OnTheServicesSite.Name)]
public sealed class UniqueNameTests(ServicesSite site)
{
    private const ServiceAbilities Unique = ServiceAbilities.UniqueNames | ServiceAbilities.DisplayNames | ServiceAbilities.LoginNames;

    [Fact]
    public async Task Who_came_first_keeps_the_plain_name_and_the_others_get_numbers()
    {
        var service = site.NewService(Unique);
        var users = await TwinsAsync(service, 3);

        Assert.Equal(["Twin", "Twin_2", "Twin_3"], users.Select(u => service.Accounts[u].Name));
    }

    [Fact]
    public async Task Names_stay_as_they_are_however_often_and_together_with_whomever_they_are_looked_at()
    {
        var service = site.NewService(Unique);
        var users = await TwinsAsync(service, 3);
        var calls = service.Calls.Count;

        await site.MarkAsync(service.Name, users[2]);
        await site.KeepAsync(service.Name);
        await site.MarkAsync(service.Name, users[1], users[2]);
        await site.KeepAsync(service.Name);
        await site.SweepAsync(service.Name);

        Assert.Equal(calls, service.Calls.Count);
    }

    [Fact]
    public async Task An_older_account_that_takes_a_name_takes_it_from_nobody()
    {
        var service = site.NewService(Unique);
        var older = await site.PilotAsync(service);
        var younger = (await TwinsAsync(service, 1))[0];

        await site.SetAsync([older], "main_name = 'Twin'");
        await site.SweepAsync(service.Name);

        Assert.Equal(("Twin_2", "Twin"), (service.Accounts[older].Name, service.Accounts[younger].Name));
    }

    [Fact]
    public async Task A_name_that_came_free_goes_to_who_waited_for_it()
    {
        var service = site.NewService(Unique);
        var users = await TwinsAsync(service, 2);

        await site.DeactivateAsync(service.Name, users[0]);
        await site.KeepAsync(service.Name);
        await site.SweepAsync(service.Name);

        Assert.Equal("Twin", service.Accounts[users[1]].Name);
    }

    [Fact]
    public async Task Case_sets_no_names_apart()
    {
        var service = site.NewService(Unique);
        var users = await site.UsersAsync(2);
        await site.GrantAsync(service.Permission, users);
        await site.SetAsync([users[0]], "main_name = 'Twin'");
        await site.SetAsync([users[1]], "main_name = 'TWIN'");

        await site.ActivateAsync(service.Name, users);
        await site.KeepAsync(service.Name);

        Assert.Equal(["TWIN_2", "Twin"], service.Accounts.Values.Select(a => a.Name).Order(StringComparer.Ordinal));
    }

    [Theory, InlineData("Odd_Name%"), InlineData(@"Back\slash"), InlineData("A name that is as long as it may be")]
    public async Task Strange_and_long_names_are_set_apart_like_others(string name)
    {
        var service = site.NewService(Unique);
        var users = await site.UsersAsync(3);
        await site.GrantAsync(service.Permission, users);
        await site.SetAsync(users, $"main_name = '{name}'");
        foreach (var user in users)
        {
            await site.ActivateAsync(service.Name, [user]);
            await site.KeepAsync(service.Name);
        }

        var calls = service.Calls.Count;
        await site.SweepAsync(service.Name);

        Assert.Equal(3, service.Accounts.Values.Select(a => a.Name).Distinct().Count());
        Assert.All(service.Accounts.Values, a => Assert.True(a.Name.Length <= 32));
        Assert.Equal(calls, service.Calls.Count);
    }

    private async Task<IReadOnlyList<UserId>> TwinsAsync(PretendService service, int count)
    {
        var users = await site.UsersAsync(count);
        await site.GrantAsync(service.Permission, users);
        await site.SetAsync(users, "main_name = 'Twin'");
        foreach (var user in users)
        {
            site.Advance(TimeSpan.FromSeconds(1));
            await site.ActivateAsync(service.Name, [user]);
        }

        await site.KeepAsync(service.Name);
        return users;
    }
}
