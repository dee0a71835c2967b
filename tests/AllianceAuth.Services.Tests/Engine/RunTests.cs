using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Shared.Services;
using AllianceAuth.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Engine;

/// <summary>How the engine works through what is due.</summary>
[Collection(OnTheServicesSite.Name)]
public sealed class RunTests(ServicesSite site)
{
    [Fact]
    public async Task A_look_at_everybody_writes_nothing_that_it_has_written_before()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        await site.FreezeAsync(service, true);
        await site.RevokeAsync(service.Permission, user);
        await site.SweepAsync(service.Name);
        var written = await WrittenAsync();

        await site.SweepAsync(service.Name);

        Assert.Equal(written, await WrittenAsync());

        Task<string?> WrittenAsync() => site.ReadAsync<string>($"SELECT xmin::text FROM services.accounts WHERE service = '{service.Name}' AND mark > done AND plan = 4");
    }

    [Fact, Rule("C-25")]
    public async Task What_is_urgent_goes_first()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 25);
        var group = await site.GroupAsync();
        await site.SendAsync(new AddToGroups([.. users.Take(24).Select(u => new Membership(u, group))], Actor: null, "test"));
        await site.DeliverEventsAsync();
        service.Calls.Clear();

        await site.DeactivateAsync(service.Name, users[24]);
        await site.KeepAsync(service.Name);

        Assert.Equal(new PretendCall("remove", users[24]), service.Calls.First());
        Assert.Equal(25, service.Calls.Count);
    }

    [Fact]
    public async Task A_group_that_cannot_be_given_is_not_tried_again_and_again()
    {
        var service = site.NewService();
        service.Ungiven.Add("Guest");
        var user = await site.PilotAsync(service);
        var calls = service.CallsOf(user);

        await site.SweepAsync(service.Name);
        await site.CompareAsync(service.Name);
        await site.CompareAsync(service.Name);

        Assert.Equal(calls, service.CallsOf(user));
        Assert.Empty((await site.AccountAsync(service.Name, user))!.Drift);
    }

    [Fact]
    public async Task A_paused_service_does_nothing_and_everything_after_it_is_resumed()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        var calls = service.Calls.Count;
        await site.FreezeAsync(service, true);

        await site.RevokeAsync(service.Permission, user);
        await site.MarkAsync(service.Name, user);
        await site.KeepAsync(service.Name);
        Assert.Equal(calls, service.Calls.Count);
        Assert.Equal(AccountPlan.Remove, (await site.AccountAsync(service.Name, user))!.Plan);

        await site.FreezeAsync(service, false);
        await site.KeepAsync(service.Name);
        Assert.Empty(service.Accounts);
    }

    [Fact]
    public async Task Nobody_is_renamed_where_the_service_cannot()
    {
        var service = site.NewService(ServiceAbilities.Groups);
        var user = await site.PilotAsync(service);
        var name = service.Accounts[user].Name;

        await site.SetAsync([user], "main_name = 'Somebody Else'");
        await site.SweepAsync(service.Name);

        Assert.Equal(name, service.Accounts[user].Name);
    }

    [Fact]
    public async Task The_timeline_tells_what_was_given_and_taken()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        var group = $"Wing {site.Next()}";
        await site.SendAsync(new AddToGroups([new(user, await site.GroupAsync(group))], Actor: null, "test"));
        await site.KeepAsync(service.Name);
        await site.DeactivateAsync(service.Name, user);
        await site.KeepAsync(service.Name);

        var history = await site.HistoryAsync(service.Name, user);

        Assert.Equal([HistoryKind.Activated, HistoryKind.Changed, HistoryKind.Removed], history.Select(h => h.Kind));
        Assert.Equal(["services.cause.activated", "services.cause.groups", RemovalCauses.OwnWish], history.Select(h => h.Cause));
        Assert.Equal([group], history[1].Added);
        Assert.Equal(2, history[2].Removed.Length);
    }

    [Fact]
    public async Task Old_history_is_forgotten_and_the_rest_kept()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        await site.RunAsync($"UPDATE services.history SET at = at - interval '366 days' WHERE service = '{service.Name}'");
        await site.DeactivateAsync(service.Name, user);
        await site.KeepAsync(service.Name);

        await site.RunJobAsync("services.prune-history");

        Assert.Equal(HistoryKind.Removed, (await site.HistoryAsync(service.Name, user)).Single().Kind);
    }

    [Fact]
    public async Task A_look_at_everybody_that_was_cut_off_goes_on_where_it_stopped()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 3);
        await site.SetAsync(users, "main_name = 'Somebody else'");
        await site.RunAsync($"INSERT INTO services.states (name, sweep_wanted, sweep_goal, sweep_cursor) VALUES ('{service.Name}', 1, 1, {users[0]}) ON CONFLICT (name) DO UPDATE SET sweep_wanted = 1, sweep_goal = 1, sweep_cursor = {users[0]}");

        await site.KeepAsync(service.Name);

        Assert.Equal([1, 2, 2], users.Select(service.CallsOf));
        var state = await site.ServiceStateAsync(service.Name);
        Assert.Equal((1, null), (state.SweepDone, state.SweepCursor));
    }

    [Fact, Rule("SVC-002")]
    public async Task A_connector_is_made_anew_for_each_use_and_an_unknown_name_has_none()
    {
        var (one, same) = await site.AskAsync(s => Task.FromResult((s.GetRequiredService<ConnectorBook>().Find("example"), s.GetRequiredService<ConnectorBook>().Find("example"))));
        var (other, none) = await site.AskAsync(s => Task.FromResult((s.GetRequiredService<ConnectorBook>().Find("example"), s.GetRequiredService<ConnectorBook>().Find("teapot"))));

        Assert.Same(one, same);
        Assert.NotSame(one, other);
        Assert.Null(none);
    }

    [Fact]
    public async Task Work_that_a_dead_node_left_is_found_by_the_waker()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        await site.MarkAsync(service.Name, user);
        await site.RunAsync("DELETE FROM platform.job_queue");

        await site.RunJobAsync("services.wake");

        Assert.Equal(1, await site.WaitingAsync(service.Name));
    }
}
