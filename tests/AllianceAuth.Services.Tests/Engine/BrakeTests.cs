using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;
using Xunit;

namespace AllianceAuth.Services.Tests.Engine;

/// <summary>What looks like an accident waits for a person.</summary>
[Collection(OnTheServicesSite.Name)]
public sealed class BrakeTests(ServicesSite site)
{
    [Fact]
    public async Task More_removals_than_usual_are_held_and_nobody_loses_anything()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 40);

        await site.TakeAsync(service, users);

        Assert.Equal(40, service.Accounts.Count);
        var state = await site.ServiceStateAsync(service.Name);
        Assert.NotNull(state.HeldSince);
        Assert.Equal((40, 25), (state.HeldCount, state.HeldAllowed));
    }

    [Fact]
    public async Task As_many_as_always_may_go_go()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 40);

        await site.TakeAsync(service, users.Take(25));

        Assert.Equal(15, service.Accounts.Count);
        Assert.Null((await site.ServiceStateAsync(service.Name)).HeldSince);
    }

    [Fact]
    public async Task Many_small_steps_within_a_day_are_noticed_like_one_large_one()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 60);

        await site.TakeAsync(service, users.Take(15));
        site.Advance(TimeSpan.FromHours(3));
        await site.TakeAsync(service, users.Skip(15).Take(15));

        Assert.Equal(45, service.Accounts.Count);
        var state = await site.ServiceStateAsync(service.Name);
        Assert.NotNull(state.HeldSince);
        Assert.Equal((15, 15, 25), (state.HeldCount, state.HeldGone, state.HeldAllowed));
    }

    [Fact]
    public async Task The_next_day_begins_anew()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 60);

        await site.TakeAsync(service, users.Take(15));
        site.Advance(TimeSpan.FromHours(25));
        await site.TakeAsync(service, users.Skip(15).Take(15));

        Assert.Equal(30, service.Accounts.Count);
    }

    [Fact]
    public async Task While_it_holds_everything_else_goes_on()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 40);
        await site.TakeAsync(service, users.Take(30));

        var comes = await site.PilotAsync(service);
        await site.DeactivateAsync(service.Name, users[39]);
        await site.KeepAsync(service.Name);

        Assert.Contains(comes, service.Accounts.Keys);
        Assert.DoesNotContain(users[39], service.Accounts.Keys);
        Assert.Equal(40, service.Accounts.Count);
    }

    [Fact]
    public async Task What_an_admin_let_go_goes_and_does_not_count_again()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 80);
        await site.TakeAsync(service, users.Take(40));

        await site.RunAsync($"UPDATE services.accounts SET is_approved = true WHERE service = '{service.Name}' AND plan IN (3, 4) AND mark > done");
        await site.KeepAsync(service.Name);
        Assert.Equal(40, service.Accounts.Count);
        Assert.Null((await site.ServiceStateAsync(service.Name)).HeldSince);

        await site.TakeAsync(service, users.Skip(40).Take(20));
        Assert.Equal(20, service.Accounts.Count);
    }

    [Fact]
    public async Task Access_that_comes_back_lets_the_brake_go_by_itself()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 40);
        await site.TakeAsync(service, users);

        await site.GrantAsync(service.Permission, users);
        await site.SweepAsync(service.Name);

        Assert.Null((await site.ServiceStateAsync(service.Name)).HeldSince);
        Assert.Equal(40, service.Accounts.Count);
        Assert.All(users, u => Assert.Equal(1, service.CallsOf(u)));
    }

    [Fact]
    public async Task Losing_most_groups_counts_like_losing_the_account()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 40);
        var groups = new List<GroupId>();
        for (var i = 0; i < 4; i++)
        {
            groups.Add(await site.GroupAsync());
        }

        await site.SendAsync(new AddToGroups([.. from u in users from g in groups select new Membership(u, g)], Actor: null, "test"));
        await site.KeepAsync(service.Name);
        Assert.All(users, u => Assert.Equal(5, service.Accounts[u].Groups.Count));

        await site.SendAsync(new RemoveFromGroups([.. from u in users from g in groups select new Membership(u, g)], Actor: null, "test"));
        await site.KeepAsync(service.Name);

        Assert.All(users, u => Assert.Equal(5, service.Accounts[u].Groups.Count));
        Assert.Equal(40, (await site.ServiceStateAsync(service.Name)).HeldCount);
    }

    [Fact]
    public async Task Who_agreed_that_groups_go_has_not_agreed_that_the_account_goes()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 40);
        var groups = new List<GroupId>();
        for (var i = 0; i < 4; i++)
        {
            groups.Add(await site.GroupAsync());
        }

        await site.SendAsync(new AddToGroups([.. from u in users from g in groups select new Membership(u, g)], Actor: null, "test"));
        await site.KeepAsync(service.Name);
        await site.SendAsync(new RemoveFromGroups([.. from u in users from g in groups select new Membership(u, g)], Actor: null, "test"));
        await site.KeepAsync(service.Name);
        await site.FreezeAsync(service, true);
        await site.RunAsync($"UPDATE services.accounts SET is_approved = true WHERE service = '{service.Name}'");

        await site.TakeAsync(service, users);
        await site.FreezeAsync(service, false);
        await site.KeepAsync(service.Name);

        Assert.Equal(40, service.Accounts.Count);
        Assert.NotNull((await site.ServiceStateAsync(service.Name)).HeldSince);
    }

    [Fact]
    public async Task A_service_that_forgot_everybody_ends_nobodys_account()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 40);
        var all = service.Accounts.ToArray();
        service.Accounts.Clear();

        await site.CompareAsync(service.Name);
        Assert.Equal(40, await site.ReadAsync<long>($"SELECT count(*) FROM services.accounts WHERE service = '{service.Name}'"));
        Assert.Equal(40, (await site.ServiceStateAsync(service.Name)).HeldCount);

        await site.CompareAsync(service.Name);
        Assert.Single(await site.HistoryAsync(service.Name, users[0]), h => h.Kind is HistoryKind.Drift);

        // Its backup was played in.
        Array.ForEach(all, a => service.Accounts[a.Key] = a.Value);
        await site.CompareAsync(service.Name);
        Assert.Null((await site.ServiceStateAsync(service.Name)).HeldSince);
        Assert.Equal(AccountStage.Active, (await site.AccountAsync(service.Name, users[0]))!.Stage);
    }

    [Fact]
    public async Task A_failed_try_of_a_held_account_does_not_wake_the_engine_again_and_again()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 40);
        service.Trouble = _ => ServiceException.Refused("services.trouble.nametaken", "x");
        await site.TakeAsync(service, users.Take(3));
        site.Advance(TimeSpan.FromMinutes(30));
        await site.RevokeAsync(service.Permission, users);
        await site.SweepAsync(service.Name);
        await site.RunAsync("DELETE FROM platform.job_queue");

        await site.KeepAsync(service.Name);

        Assert.NotNull((await site.ServiceStateAsync(service.Name)).HeldSince);
        Assert.Equal(0, await site.WaitingAsync(service.Name));
    }

    [Fact]
    public async Task Ten_thousand_who_lose_access_at_once_are_held()
    {
        var service = site.NewService();
        var state = await site.StateAsync(service.Permission);
        var users = await site.UsersAsync(10_000, state);
        await site.HaveAccountsAsync(service, users);
        await site.RunAsync($"DELETE FROM authentication.state_permissions WHERE state_id = {state}");

        await site.SweepAsync(service.Name);

        Assert.Equal(10_000, service.Accounts.Count);
        Assert.Empty(service.Calls);
        Assert.Equal((10_000, 500), ((await site.ServiceStateAsync(service.Name)).HeldCount, (await site.ServiceStateAsync(service.Name)).HeldAllowed));
    }

    [Fact]
    public async Task Nobody_loses_anything_before_everybody_was_looked_at()
    {
        var service = site.NewService();
        var users = await site.UsersAsync(2_100);
        await site.HaveAccountsAsync(service, users);
        // A few on the first page, and more than may go altogether.
        await site.GrantAsync(service.Permission, users.Skip(20).Take(1_980));

        await site.SweepAsync(service.Name);

        Assert.Equal(2_100, service.Accounts.Count);
        Assert.Equal(120, (await site.ServiceStateAsync(service.Name)).HeldCount);
    }
}
