using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Engine;

/// <summary>Access that is given and taken, and what becomes of accounts.</summary>
[Collection(OnTheServicesSite.Name)]
public sealed class PermissionEventTests(ServicesSite site)
{
    [Fact, Rule("SVC-004"), Rule("C-21")]
    public async Task Leaving_the_group_that_gave_access_ends_the_account()
    {
        var service = site.NewService();
        var group = await site.GroupAsync(null, service.Permission);
        var user = (await site.UsersAsync(1))[0];
        await site.SendAsync(new AddToGroups([new(user, group)], Actor: null, "test"));
        await site.ActivateAsync(service.Name, [user]);
        await site.KeepAsync(service.Name);
        Assert.Contains(user, service.Accounts.Keys);

        await site.SendAsync(new RemoveFromGroups([new(user, group)], Actor: null, "test"));
        await site.KeepAsync(service.Name);

        Assert.DoesNotContain(user, service.Accounts.Keys);
    }

    [Fact, Rule("SVC-006"), Rule("C-8"), Rule("C-45")]
    public async Task A_permission_taken_from_a_user_ends_their_account()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);

        await site.RevokeAsync(service.Permission, user);
        await site.TellOfPermissionsAsync(user: user);
        await site.KeepAsync(service.Name);

        Assert.Empty(service.Accounts);
        Assert.Equal(RemovalCauses.Permission, (await site.HistoryAsync(service.Name, user))[^1].Cause);
    }

    [Fact, Rule("SVC-006"), Rule("C-11")]
    public async Task A_permission_that_is_added_changes_nothing()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        var calls = service.Calls.Count;

        await site.GrantAsync("auth.timer_view", user);
        await site.TellOfPermissionsAsync(user: user);
        await site.TellOfPermissionsAsync(state: new StateId(1));
        await site.KeepAsync(service.Name);

        Assert.Equal(calls, service.Calls.Count);
        Assert.False((await site.AccountAsync(service.Name, user))!.IsDue);
    }

    [Fact, Rule("SVC-007"), Rule("C-9"), Rule("C-45")]
    public async Task A_service_permission_taken_from_a_group_ends_the_accounts_of_its_members()
    {
        var service = site.NewService();
        var group = await site.GroupAsync(null, service.Permission);
        var users = await site.UsersAsync(3);
        await site.SendAsync(new AddToGroups([.. users.Select(u => new Membership(u, group))], Actor: null, "test"));
        await site.ActivateAsync(service.Name, users);
        await site.KeepAsync(service.Name);
        Assert.Equal(3, service.Accounts.Count);

        await site.RunAsync($"DELETE FROM authentication.group_permissions WHERE group_id = {group}");
        await site.TellAsync(new PermissionsChanged(Guid.CreateVersion7(), site.Now, User: null, State: null, group));
        await site.KeepAsync(service.Name);

        Assert.Empty(service.Accounts);
    }

    [Fact, Rule("SVC-007"), Rule("C-9")]
    public async Task Another_permission_taken_from_a_group_asks_nothing_of_the_service()
    {
        var service = site.NewService();
        var group = await site.GroupAsync(null, "auth.timer_view");
        var user = await site.PilotAsync(service);
        await site.SendAsync(new AddToGroups([new(user, group)], Actor: null, "test"));
        await site.KeepAsync(service.Name);
        var calls = service.Calls.Count;

        await site.SendAsync(new SetGroupPermissions(group, [], Actor: null));
        await site.KeepAsync(service.Name);

        Assert.Equal(calls, service.Calls.Count);
    }

    [Fact, Rule("SVC-008"), Rule("SVC-023"), Rule("C-10"), Rule("C-45")]
    public async Task A_service_permission_taken_from_a_state_ends_the_accounts_of_all_in_it()
    {
        var service = site.NewService();
        var state = await site.StateAsync(service.Permission);
        var users = await site.UsersAsync(5, state);
        await site.ActivateAsync(service.Name, users);
        await site.KeepAsync(service.Name);
        Assert.Equal(5, service.Accounts.Count);

        await site.RunAsync($"DELETE FROM authentication.state_permissions WHERE state_id = {state}");
        await site.TellOfPermissionsAsync(state: state);
        await site.KeepAsync(service.Name);

        Assert.Empty(service.Accounts);
    }

    [Fact, Rule("SVC-017"), Rule("SVC-018")]
    public async Task Permissions_of_several_services_taken_at_once_end_all_their_accounts()
    {
        var (one, other) = (site.NewService(), site.NewService());
        var state = await site.StateAsync(one.Permission, other.Permission);
        var user = (await site.UsersAsync(1, state))[0];
        await site.ActivateAsync(one.Name, [user]);
        await site.ActivateAsync(other.Name, [user]);
        await site.KeepAsync(one, other);

        await site.RunAsync($"DELETE FROM authentication.state_permissions WHERE state_id = {state}");
        await site.TellOfPermissionsAsync(state: state);
        await site.KeepAsync(one, other);

        Assert.Empty(one.Accounts);
        Assert.Empty(other.Accounts);
    }

    [Fact, Rule("SVC-009"), Rule("SVC-034"), Rule("C-21")]
    public async Task A_state_that_may_not_use_it_ends_the_account_and_the_pilot_is_told_as_of_a_danger()
    {
        var service = site.NewService();
        var user = (await site.UsersAsync(1, await site.StateAsync(service.Permission)))[0];
        await site.ActivateAsync(service.Name, [user]);
        await site.KeepAsync(service.Name);

        await site.SetAsync([user], "state = 1");
        await site.TellAsync(new UserStateChanged(Guid.CreateVersion7(), site.Now, [user]));
        await site.KeepAsync(service.Name);

        Assert.Empty(service.Accounts);
        Assert.Equal([$"{(int)Notifications.Contracts.NotificationLevel.Danger} services.notice.disabled.title"], await site.ToldAsync(user));
    }

    [Theory, Rule("SVC-021"), InlineData("user"), InlineData("group"), InlineData("state")]
    public async Task Access_from_any_one_source_is_enough_and_is_lost_with_the_last(string last)
    {
        var service = site.NewService();
        var (state, group) = (await site.StateAsync(service.Permission), await site.GroupAsync(null, service.Permission));
        var user = (await site.UsersAsync(1, state))[0];
        await site.GrantAsync(service.Permission, user);
        await site.SendAsync(new AddToGroups([new(user, group)], Actor: null, "test"));
        await site.ActivateAsync(service.Name, [user]);
        await site.KeepAsync(service.Name);

        foreach (var source in new[] { "user", "group", "state" }.OrderBy(s => s == last))
        {
            Assert.Contains(user, service.Accounts.Keys);
            await (source switch
            {
                "user" => site.RevokeAsync(service.Permission, user),
                "group" => site.RunAsync($"DELETE FROM authentication.group_permissions WHERE group_id = {group}"),
                _ => site.RunAsync($"DELETE FROM authentication.state_permissions WHERE state_id = {state}"),
            });
            await site.TellOfPermissionsAsync(user: user);
            await site.KeepAsync(service.Name);
        }

        Assert.DoesNotContain(user, service.Accounts.Keys);
    }

    [Fact, Rule("C-22")]
    public async Task An_account_whose_owner_may_have_it_is_left_alone()
    {
        var service = site.NewService();
        await site.PilotsAsync(service, 3);
        var calls = service.Calls.Count;

        await site.SweepAsync(service.Name);

        Assert.Equal(calls, service.Calls.Count);
    }

    [Fact, Rule("C-19")]
    public async Task An_event_that_was_overtaken_is_judged_by_what_is_true_now()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        await site.RevokeAsync(service.Permission, user);
        await site.TellOfPermissionsAsync(user: user);

        await site.GrantAsync(service.Permission, user);
        await site.KeepAsync(service.Name);

        Assert.Contains(user, service.Accounts.Keys);
    }
}
