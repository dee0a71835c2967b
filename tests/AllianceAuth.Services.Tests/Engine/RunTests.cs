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
    private const string Refusal = "services.trouble.nametaken";

    [Fact, Rule("C-24")]
    public async Task A_refused_account_is_tried_three_times_more_ten_minutes_apart_and_then_once_an_hour()
    {
        var service = site.NewService();
        service.Trouble = _ => ServiceException.Refused(Refusal, "x");
        var user = await site.PilotAsync(service);
        var pauses = new List<double>();

        for (var i = 0; i < 5; i++)
        {
            var account = (await site.AccountAsync(service.Name, user))!;
            pauses.Add(Math.Round((account.NextTry!.Value - site.Now).TotalMinutes));
            site.Advance(account.NextTry.Value - site.Now + TimeSpan.FromSeconds(1));
            await site.KeepAsync(service.Name);
        }

        Assert.Equal([10, 10, 10, 60, 60], pauses);
        Assert.Equal(6, service.CallsOf(user));
    }

    [Fact]
    public async Task A_refusal_shows_its_reason_and_is_in_the_history_once_and_when_the_quick_tries_are_over()
    {
        var service = site.NewService();
        service.Trouble = _ => ServiceException.Refused(Refusal, "Maren");
        var user = await site.PilotAsync(service);
        for (var i = 0; i < 5; i++)
        {
            site.Advance(TimeSpan.FromHours(2));
            await site.KeepAsync(service.Name);
        }

        var account = (await site.AccountAsync(service.Name, user))!;
        Assert.Equal((Refusal, "Maren"), (account.Trouble, account.TroubleArguments.Single()));
        Assert.NotNull(account.FailingSince);
        Assert.Equal(2, (await site.HistoryAsync(service.Name, user)).Count(h => h.Kind is HistoryKind.Failed));
    }

    [Fact]
    public async Task An_account_that_succeeds_forgets_its_trouble()
    {
        var service = site.NewService();
        service.Trouble = _ => ServiceException.Refused(Refusal, "x");
        var user = await site.PilotAsync(service);

        service.Trouble = _ => null;
        site.Advance(TimeSpan.FromMinutes(11));
        await site.KeepAsync(service.Name);

        var account = (await site.AccountAsync(service.Name, user))!;
        Assert.Equal((null, 0, null), (account.Trouble, account.Attempts, account.FailingSince));
        Assert.Equal(AccountStage.Active, account.Stage);
    }

    [Fact]
    public async Task A_click_tries_a_refused_account_again_at_once()
    {
        var service = site.NewService();
        service.Trouble = _ => ServiceException.Refused(Refusal, "x");
        var user = await site.PilotAsync(service);
        service.Trouble = _ => null;

        await site.MarkAsync(service.Name, user);
        await site.KeepAsync(service.Name);

        Assert.Contains(user, service.Accounts.Keys);
    }

    [Fact]
    public async Task A_fault_of_the_connector_is_one_accounts_and_stands_in_the_log()
    {
        var service = site.NewService();
        var users = await site.UsersAsync(2);
        await site.GrantAsync(service.Permission, users);
        service.Trouble = c => c.User == users[0] ? new InvalidOperationException("Line 7.") : null;

        await site.ActivateAsync(service.Name, users);
        await site.KeepAsync(service.Name);

        Assert.Equal("services.trouble.fault", (await site.AccountAsync(service.Name, users[0]))!.Trouble);
        Assert.Contains(users[1], service.Accounts.Keys);
        await Eventually.TrueAsync(() => site.ReadLog().Contains("Line 7.", StringComparison.Ordinal), "the log to tell");
    }

    [Fact]
    public async Task A_name_of_which_nothing_is_left_is_refused_with_a_reason_and_the_service_is_not_asked()
    {
        var service = site.NewService();
        var user = (await site.UsersAsync(1))[0];
        await site.SetAsync([user], "main_name = '***'");
        await site.GrantAsync(service.Permission, user);

        await site.ActivateAsync(service.Name, [user]);
        await site.KeepAsync(service.Name);

        Assert.Equal("services.trouble.noname", (await site.AccountAsync(service.Name, user))!.Trouble);
        Assert.Empty(service.Calls);
    }

    [Fact]
    public async Task An_account_without_a_name_can_still_be_ended()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        await site.SetAsync([user], "main_name = '***'");

        await site.DeactivateAsync(service.Name, user);
        await site.KeepAsync(service.Name);

        Assert.Empty(service.Accounts);
    }

    [Fact]
    public async Task A_change_that_comes_while_the_engine_works_is_not_lost()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        var (first, second) = (await site.GroupAsync(), await site.GroupAsync());
        var once = true;
        service.Meanwhile = async (_, _) =>
        {
            if (once)
            {
                once = false;
                await site.SendAsync(new AddToGroups([new(user, second)], Actor: null, "test"));
                await site.DeliverEventsAsync();
            }
        };

        await site.SendAsync(new AddToGroups([new(user, first)], Actor: null, "test"));
        await site.KeepAsync(service.Name);

        Assert.Equal(3, service.Accounts[user].Groups.Count);
        Assert.False((await site.AccountAsync(service.Name, user))!.IsDue);
    }

    [Fact]
    public async Task A_change_that_comes_while_a_try_fails_is_tried_at_once()
    {
        var service = site.NewService();
        var user = (await site.UsersAsync(1))[0];
        await site.GrantAsync(service.Permission, user);
        service.Meanwhile = (_, _) => service.Calls.Count == 1 ? site.MarkAsync(service.Name, user) : Task.CompletedTask;
        service.Trouble = _ => service.Calls.Count == 1 ? ServiceException.Refused(Refusal, "x") : null;

        await site.ActivateAsync(service.Name, [user]);
        await site.KeepAsync(service.Name);

        Assert.Contains(user, service.Accounts.Keys);
    }

    [Fact]
    public async Task A_password_that_comes_while_the_engine_works_is_not_lost()
    {
        var service = site.NewService(ServiceAbilities.Passwords);
        var user = (await site.UsersAsync(1))[0];
        await site.GrantAsync(service.Permission, user);
        var once = true;
        service.Meanwhile = async (_, _) =>
        {
            if (once)
            {
                once = false;
                await site.SetSecretAsync(service.Name, user, "the second");
            }
        };

        await site.ActivateAsync(service.Name, [user], "the first");
        await site.KeepAsync(service.Name);

        Assert.Equal("the second", service.Accounts[user].Secret);
        Assert.Null((await site.AccountAsync(service.Name, user))!.Secret);
    }

    [Fact]
    public async Task A_wish_to_leave_that_comes_while_the_account_is_made_is_heard()
    {
        var service = site.NewService();
        var user = (await site.UsersAsync(1))[0];
        await site.GrantAsync(service.Permission, user);
        service.Meanwhile = (call, _) => call.Kind == "apply" ? site.DeactivateAsync(service.Name, user) : Task.CompletedTask;

        await site.ActivateAsync(service.Name, [user]);
        await site.KeepAsync(service.Name);

        Assert.Empty(service.Accounts);
        Assert.Null(await site.AccountAsync(service.Name, user));
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
        await FreezeAsync(service, true);

        await site.RevokeAsync(service.Permission, user);
        await site.MarkAsync(service.Name, user);
        await site.KeepAsync(service.Name);
        Assert.Equal(calls, service.Calls.Count);
        Assert.Equal(AccountPlan.Remove, (await site.AccountAsync(service.Name, user))!.Plan);

        await FreezeAsync(service, false);
        await site.KeepAsync(service.Name);
        Assert.Empty(service.Accounts);
    }

    [Fact]
    public async Task A_pause_is_heard_before_the_next_account()
    {
        var service = site.NewService();
        var users = await site.UsersAsync(10);
        await site.GrantAsync(service.Permission, users);
        service.Meanwhile = (_, _) => service.Calls.Count == 3 ? FreezeAsync(service, true) : Task.CompletedTask;

        await site.ActivateAsync(service.Name, users);
        await site.KeepAsync(service.Name);

        Assert.Equal(3, service.Accounts.Count);
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

    private Task FreezeAsync(PretendService service, bool frozen) => site.RunAsync(
        $"INSERT INTO services.states (name, is_frozen) VALUES ('{service.Name}', {frozen}) ON CONFLICT (name) DO UPDATE SET is_frozen = excluded.is_frozen");
}
