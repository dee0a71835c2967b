using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Engine;

/// <summary>What happens elsewhere, and what becomes of accounts.</summary>
[Collection(OnTheServicesSite.Name)]
public sealed class EventTests(ServicesSite site)
{
    [Fact, Rule("SVC-004"), Rule("C-6")]
    public async Task Joining_and_leaving_a_group_is_followed_after_the_commit()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        var group = await site.GroupAsync();

        await site.SendAsync(new AddToGroups([new(user, group)], Actor: null, "test"));
        await site.KeepAsync(service.Name);
        Assert.Equal(2, service.Accounts[user].Groups.Count);

        await site.SendAsync(new RemoveFromGroups([new(user, group)], Actor: null, "test"));
        await site.KeepAsync(service.Name);
        Assert.Equal(["Guest"], service.Accounts[user].Groups);
    }

    [Fact, Rule("SVC-005"), Rule("C-43")]
    public async Task Several_groups_at_once_are_one_change_of_one_user()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 2);
        GroupId[] groups = [await site.GroupAsync(), await site.GroupAsync(), await site.GroupAsync()];
        var (calls, others) = (service.CallsOf(users[0]), service.CallsOf(users[1]));

        await site.SendAsync(new AddToGroups([.. groups.Select(g => new Membership(users[0], g))], Actor: null, "test"));
        await site.KeepAsync(service.Name);

        Assert.Equal(calls + 1, service.CallsOf(users[0]));
        Assert.Equal(others, service.CallsOf(users[1]));
    }

    [Fact, Rule("SVC-005"), Rule("C-43")]
    public async Task Users_added_to_a_group_are_updated_and_earlier_members_are_not()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 3);
        var group = await site.GroupAsync();
        await site.SendAsync(new AddToGroups([new(users[0], group)], Actor: null, "test"));
        await site.KeepAsync(service.Name);
        var before = users.Select(service.CallsOf).ToList();

        await site.SendAsync(new AddToGroups([new(users[1], group), new(users[2], group)], Actor: null, "test"));
        await site.KeepAsync(service.Name);

        Assert.Equal([before[0], before[1] + 1, before[2] + 1], users.Select(service.CallsOf));
    }

    [Fact, Rule("SVC-004"), Rule("SVC-019"), Rule("C-7")]
    public async Task A_service_that_fails_stops_no_other()
    {
        var (broken, fine) = (site.NewService(), site.NewService());
        var user = await site.PilotAsync(broken);
        await site.GrantAsync(fine.Permission, user);
        await site.ActivateAsync(fine.Name, [user]);
        await site.KeepAsync(fine.Name);
        broken.Trouble = _ => new InvalidOperationException("Not our day.");

        await site.SendAsync(new AddToGroups([new(user, await site.GroupAsync())], Actor: null, "test"));
        await site.KeepAsync(broken.Name);
        await site.KeepAsync(fine.Name);

        Assert.Equal("services.trouble.fault", (await site.AccountAsync(broken.Name, user))!.Trouble);
        Assert.Equal(2, fine.Accounts[user].Groups.Count);
    }

    [Fact, Rule("SVC-009"), Rule("C-12"), Rule("C-46")]
    public async Task A_changed_state_is_checked_and_its_name_is_followed()
    {
        var service = site.NewService();
        var (from, to) = (await site.StateAsync(service.Permission), await site.StateAsync(service.Permission));
        var user = (await site.UsersAsync(1, from))[0];
        await site.ActivateAsync(service.Name, [user]);
        await site.KeepAsync(service.Name);
        var before = service.Accounts[user].Groups;

        await site.SetAsync([user], $"state = {to}");
        await site.TellAsync(new UserStateChanged(Guid.CreateVersion7(), site.Now, [user]));
        await site.KeepAsync(service.Name);

        Assert.NotEqual(before, service.Accounts[user].Groups);
        Assert.Single(service.Accounts[user].Groups);
    }

    [Fact, Rule("SVC-010"), Rule("SVC-016"), Rule("C-17"), Rule("C-18"), Rule("C-44")]
    public async Task A_user_who_is_switched_off_loses_every_account_at_once_and_is_not_told()
    {
        var (one, other) = (site.NewService(), site.NewService());
        var user = await site.BothAsync(one, other);

        await site.SetAsync([user], "is_active = false");
        await site.TellAsync(new UserDeactivated(Guid.CreateVersion7(), site.Now, user));
        await site.KeepAsync(one, other);

        Assert.Empty(one.Accounts);
        Assert.Empty(other.Accounts);
        Assert.Empty(await site.ToldAsync(user));
    }

    [Fact, Rule("SVC-011"), Rule("SVC-015"), Rule("C-16"), Rule("C-44")]
    public async Task A_deleted_user_loses_every_account()
    {
        var (one, other) = (site.NewService(), site.NewService());
        var user = await site.BothAsync(one, other);

        await site.RunAsync($"DELETE FROM authentication.user_permissions WHERE user_id = {user}; DELETE FROM authentication.users WHERE id = {user}");
        await site.TellAsync(new UserDeleted(Guid.CreateVersion7(), site.Now, user));
        await site.KeepAsync(one, other);

        Assert.Empty(one.Accounts);
        Assert.Empty(other.Accounts);
        Assert.Equal(RemovalCauses.UserDeleted, (await site.HistoryAsync(one.Name, user))[^1].Cause);
    }

    [Fact, Rule("SVC-012"), Rule("SVC-015"), Rule("C-13"), Rule("C-44")]
    public async Task A_user_without_a_main_loses_every_account_and_is_not_told()
    {
        var (one, other) = (site.NewService(), site.NewService());
        var user = await site.BothAsync(one, other);

        await site.SetAsync([user], "main_character_id = NULL, main_name = NULL, main_corporation_id = NULL, main_corporation_name = NULL, main_corporation_ticker = NULL");
        await site.TellAsync(new MainCharacterChanged(Guid.CreateVersion7(), site.Now, user));
        await site.KeepAsync(one, other);

        Assert.Empty(one.Accounts);
        Assert.Empty(other.Accounts);
        Assert.Empty(await site.ToldAsync(user));
    }

    [Fact, Rule("SVC-013"), Rule("C-14"), Rule("C-46")]
    public async Task Another_main_gives_the_account_its_name_and_the_same_one_does_nothing()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        var name = $"Alt {site.Next()}";

        await site.SetAsync([user], $"main_name = '{name}', main_character_id = {2_200_000_000 + site.Next()}");
        await site.TellAsync(new MainCharacterChanged(Guid.CreateVersion7(), site.Now, user));
        await site.KeepAsync(service.Name);
        Assert.Contains(name, service.Accounts[user].Name, StringComparison.Ordinal);

        var calls = service.Calls.Count;
        await site.TellAsync(new MainCharacterChanged(Guid.CreateVersion7(), site.Now, user));
        await site.KeepAsync(service.Name);
        Assert.Equal(calls, service.Calls.Count);
    }

    [Fact, Rule("SVC-014"), Rule("C-15")]
    public async Task A_main_that_is_renamed_gives_the_account_its_new_name()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        var name = $"Renamed {site.Next()}";

        await site.SetAsync([user], $"main_name = '{name}'");
        await site.TellAsync(new MainAffiliationChanged(Guid.CreateVersion7(), site.Now, [user]));
        await site.KeepAsync(service.Name);

        Assert.Contains(name, service.Accounts[user].Name, StringComparison.Ordinal);
    }

    [Fact, Rule("SVC-014")]
    public async Task A_ticker_alone_changes_nothing_where_no_name_shows_it()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        var calls = service.Calls.Count;

        await site.SetAsync([user], "main_corporation_ticker = 'NEW'");
        await site.TellAsync(new MainAffiliationChanged(Guid.CreateVersion7(), site.Now, [user]));
        await site.KeepAsync(service.Name);

        Assert.Equal(calls, service.Calls.Count);
    }

    [Fact]
    public async Task A_renamed_group_is_renamed_on_the_accounts_of_its_members()
    {
        var service = site.NewService();
        var group = await site.GroupAsync();
        var user = await site.PilotAsync(service);
        await site.SendAsync(new AddToGroups([new(user, group)], Actor: null, "test"));
        await site.KeepAsync(service.Name);
        var name = $"Fresh {site.Next()}";

        await site.SendAsync(new RenameGroup(group, name));
        await site.KeepAsync(service.Name);

        Assert.Contains(name, service.Accounts[user].Groups);
    }

    [Fact]
    public async Task A_renamed_state_is_renamed_on_the_accounts_of_all_in_it()
    {
        var service = site.NewService();
        var state = await site.StateAsync(service.Permission);
        var user = (await site.UsersAsync(1, state))[0];
        await site.ActivateAsync(service.Name, [user]);
        await site.KeepAsync(service.Name);
        var name = $"Fresh {site.Next()}";

        await site.RunAsync($"UPDATE authentication.states SET name = '{name}' WHERE id = {state}");
        await site.TellAsync(new StateRenamed(Guid.CreateVersion7(), site.Now, state));
        await site.KeepAsync(service.Name);

        Assert.Equal([name], service.Accounts[user].Groups);
    }

    [Fact, Rule("SVC-020")]
    public async Task Users_without_an_account_cost_nothing()
    {
        var service = site.NewService();
        var user = (await site.UsersAsync(1))[0];

        await site.TellAsync(new UserStateChanged(Guid.CreateVersion7(), site.Now, [user]));
        await site.TellAsync(new GroupMembershipChanged(Guid.CreateVersion7(), site.Now, [user]));

        Assert.Equal(0, await site.WaitingAsync(service.Name));
        Assert.Null(await site.AccountAsync(service.Name, user));
    }

    [Fact, Rule("SVC-024"), Rule("C-23"), Rule("C-47")]
    public async Task However_often_it_is_asked_for_a_service_is_worked_on_once()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        var calls = service.CallsOf(user);
        await site.SendAsync(new AddToGroups([new(user, await site.GroupAsync())], Actor: null, "test"));

        for (var i = 0; i < 5; i++)
        {
            await site.MarkAsync(service.Name, user);
        }

        Assert.Equal(1, await site.WaitingAsync(service.Name));
        await site.KeepAsync(service.Name);
        Assert.Equal(calls + 1, service.CallsOf(user));
    }
}
