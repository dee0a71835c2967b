using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Shared.Services;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Engine;

/// <summary>A service that is down, slow, busy, or wrongly set up.</summary>
[Collection(OnTheServicesSite.Name)]
public sealed class OutageTests(ServicesSite site)
{
    private const string Silence = "services.trouble.unreachable";

    [Fact]
    public async Task A_service_that_does_not_answer_is_left_alone_longer_each_time()
    {
        var service = site.NewService();
        service.Trouble = _ => ServiceException.Down(Silence);
        await site.PilotsAsync(service, 30);
        var rests = new List<double>();
        for (var i = 0; i < 8; i++)
        {
            var state = await site.ServiceStateAsync(service.Name);
            // The clock has gone on a little since.
            rests.Add(Math.Ceiling((state.RestsUntil!.Value - site.Now).TotalSeconds / 10) * 10);
            site.Advance(state.RestsUntil.Value - site.Now + TimeSpan.FromSeconds(1));
            await site.KeepAsync(service.Name);
        }

        Assert.Equal([10, 20, 40, 80, 160, 320, 600, 600], rests);
        Assert.Equal(9, service.Calls.Count);
    }

    [Fact]
    public async Task It_counts_as_down_after_three_calls_without_an_answer_and_says_so_until_one_is_answered()
    {
        var service = site.NewService();
        service.Trouble = _ => ServiceException.Down(Silence);
        await site.PilotsAsync(service, 10);
        await AgainAsync(service);
        Assert.Null((await site.ServiceStateAsync(service.Name)).DownSince);

        await AgainAsync(service);
        var down = await site.ServiceStateAsync(service.Name);
        Assert.NotNull(down.DownSince);
        Assert.Equal(Silence, down.Trouble);

        service.Trouble = _ => null;
        await AgainAsync(service);
        await AgainAsync(service);
        var back = await site.ServiceStateAsync(service.Name);
        Assert.Equal((null, null, 0), (back.DownSince, back.Trouble, back.Misses));
        Assert.Equal(10, service.Accounts.Count);
    }

    [Fact]
    public async Task While_it_rests_it_is_not_asked()
    {
        var service = site.NewService();
        service.Trouble = _ => ServiceException.Down(Silence);
        var users = await site.PilotsAsync(service, 2);
        var calls = service.Calls.Count;

        await site.MarkAsync(service.Name, [.. users]);
        await site.KeepAsync(service.Name);

        Assert.Equal(calls, service.Calls.Count);
        Assert.Equal(1, await site.WaitingAsync(service.Name));
    }

    [Fact]
    public async Task Too_many_requests_are_answered_by_as_long_a_rest_as_was_asked_for_and_count_as_no_try()
    {
        var service = site.NewService();
        service.Trouble = _ => ServiceException.Busy(TimeSpan.FromSeconds(77));
        var user = await site.PilotAsync(service);

        var state = await site.ServiceStateAsync(service.Name);
        Assert.InRange((state.RestsUntil!.Value - site.Now).TotalSeconds, 70, 77);
        Assert.Equal((0, null), (state.Misses, state.Trouble));
        Assert.Equal(0, (await site.AccountAsync(service.Name, user))!.Attempts);
    }

    [Fact]
    public async Task A_storm_of_refused_requests_ends_with_every_account_right()
    {
        var service = site.NewService();
        service.Trouble = _ => service.Calls.Count % 3 == 0 ? null : ServiceException.Busy(TimeSpan.FromSeconds(5));
        var users = await site.PilotsAsync(service, 12);

        for (var i = 0; i < 60 && service.Accounts.Count < users.Count; i++)
        {
            site.Advance(TimeSpan.FromSeconds(6));
            await site.KeepAsync(service.Name);
        }

        Assert.Equal(users.Count, service.Accounts.Count);
        Assert.Equal(users.Count, await site.ReadAsync<long>($"SELECT count(*) FROM services.history WHERE service = '{service.Name}'"));
    }

    [Fact]
    public async Task Half_done_bulk_work_is_gone_on_with_where_it_stopped()
    {
        var service = site.NewService();
        var users = await site.UsersAsync(20);
        await site.GrantAsync(service.Permission, users);
        service.Trouble = _ => service.Calls.Count == 8 ? ServiceException.Down(Silence) : null;

        await site.ActivateAsync(service.Name, users);
        await site.KeepAsync(service.Name);
        Assert.Equal(7, service.Accounts.Count);

        service.Trouble = _ => null;
        await AgainAsync(service);
        await AgainAsync(service);
        Assert.Equal(20, service.Accounts.Count);
        Assert.Equal(21, service.Calls.Count);
    }

    [Fact]
    public async Task Wrong_settings_stop_everything_and_say_what_is_wrong()
    {
        var service = site.NewService();
        service.Trouble = _ => ServiceException.Misconfigured("services.trouble.denied");
        var users = await site.PilotsAsync(service, 5);

        var state = await site.ServiceStateAsync(service.Name);

        Assert.Single(service.Calls);
        Assert.Equal("services.trouble.denied", state.Trouble);
        Assert.NotNull(state.DownSince);
        Assert.Equal(0, (await site.AccountAsync(service.Name, users[0]))!.Attempts);
    }

    [Fact]
    public async Task An_admin_who_mended_it_need_not_wait()
    {
        var service = site.NewService();
        service.Trouble = _ => ServiceException.Misconfigured("services.trouble.denied");
        await site.PilotsAsync(service, 5);
        service.Trouble = _ => null;

        await site.DoAsync(s => s.GetRequiredService<ServiceRests>().ForgetAsync([service.Name], CancellationToken.None));
        await site.KeepAsync(service.Name);

        Assert.Equal(5, service.Accounts.Count);
    }

    [Fact]
    public async Task An_admin_does_not_shorten_a_wait_that_the_service_asked_for()
    {
        var service = site.NewService();
        service.Trouble = _ => ServiceException.Busy(TimeSpan.FromSeconds(77));
        await site.PilotAsync(service);
        service.Trouble = _ => null;

        await site.DoAsync(s => s.GetRequiredService<ServiceRests>().ForgetAsync([service.Name], CancellationToken.None));
        await site.KeepAsync(service.Name);

        Assert.Single(service.Calls);
    }

    [Fact]
    public async Task One_account_that_is_never_answered_keeps_no_other_waiting()
    {
        var service = site.NewService();
        var users = await site.UsersAsync(5);
        await site.GrantAsync(service.Permission, users);
        service.Trouble = c => c.User == users[0] ? ServiceException.Down(Silence) : null;

        await site.ActivateAsync(service.Name, users);
        await site.KeepAsync(service.Name);
        await AgainAsync(service, 11);

        Assert.Equal(4, service.Accounts.Count);
        Assert.Equal(Silence, (await site.AccountAsync(service.Name, users[0]))!.Trouble);
    }

    [Fact]
    public async Task An_account_that_is_never_answered_counts_as_failing_by_itself_in_the_end()
    {
        var service = site.NewService();
        service.Trouble = _ => ServiceException.Down(Silence);
        var user = await site.PilotAsync(service);
        var others = await site.UsersAsync(6);
        await site.GrantAsync(service.Permission, others);
        service.Trouble = c => c.User == user ? ServiceException.Down(Silence) : null;

        foreach (var other in others)
        {
            await site.ActivateAsync(service.Name, [other]);
            await AgainAsync(service, 70);
            await AgainAsync(service, 70);
        }

        var state = await site.ServiceStateAsync(service.Name);
        Assert.Equal((0, null), (state.Misses, state.Trouble));
        Assert.True((await site.AccountAsync(service.Name, user))!.NextTry > site.Now + TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task An_answer_that_never_comes_is_an_outage_too()
    {
        var service = site.NewService();
        service.Meanwhile = (_, cancellationToken) => throw new TaskCanceledException("The client's own patience was over.");
        var user = await site.PilotAsync(service);

        Assert.Equal(Silence, (await site.ServiceStateAsync(service.Name)).Trouble);
        Assert.Equal(AccountStage.SettingUp, (await site.AccountAsync(service.Name, user))!.Stage);
    }

    private async Task AgainAsync(PretendService service, int seconds = 700)
    {
        site.Advance(TimeSpan.FromSeconds(seconds));
        await site.KeepAsync(service.Name);
    }
}
