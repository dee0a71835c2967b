using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Shared.Services;
using Xunit;

namespace AllianceAuth.Services.Tests.Engine;

/// <summary>What a service really holds is read, told, and put right.</summary>
[Collection(OnTheServicesSite.Name)]
public sealed class DriftTests(ServicesSite site)
{
    [Fact]
    public async Task Groups_given_and_taken_by_hand_are_told_and_put_right()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        service.Accounts[user] = service.Accounts[user] with { Groups = ["Directors"] };

        await site.CompareAsync(service.Name);

        Assert.Equal(["Guest"], service.Accounts[user].Groups);
        var account = (await site.AccountAsync(service.Name, user))!;
        Assert.Equal(["+Directors", "-Guest"], account.Drift);
        Assert.NotNull(account.CheckedAt);
        var entry = (await site.HistoryAsync(service.Name, user)).Single(h => h.Kind is HistoryKind.Drift);
        Assert.Equal(("Directors", "Guest", "services.cause.drift"), (entry.Added.Single(), entry.Removed.Single(), entry.Cause));
    }

    [Fact]
    public async Task A_name_changed_by_hand_is_told_and_put_right()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        var name = service.Accounts[user].Name;
        service.Accounts[user] = service.Accounts[user] with { Name = "CEO of everything" };

        await site.CompareAsync(service.Name);

        Assert.Equal(name, service.Accounts[user].Name);
        var entry = (await site.HistoryAsync(service.Name, user)).Single(h => h.Kind is HistoryKind.Drift);
        Assert.Equal((name, "CEO of everything"), (entry.OldName, entry.NewName));
    }

    [Fact]
    public async Task The_next_look_that_finds_all_well_says_so()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        service.Accounts[user] = service.Accounts[user] with { Groups = [] };
        await site.CompareAsync(service.Name);

        await site.CompareAsync(service.Name);

        Assert.Empty((await site.AccountAsync(service.Name, user))!.Drift);
        Assert.NotNull((await site.ServiceStateAsync(service.Name)).ReadAt);
    }

    [Fact]
    public async Task What_is_as_it_should_be_is_not_written_to()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        var calls = service.CallsOf(user);

        await site.CompareAsync(service.Name);

        Assert.Equal(calls, service.CallsOf(user));
        Assert.DoesNotContain(await site.HistoryAsync(service.Name, user), h => h.Kind is HistoryKind.Drift);
    }

    [Fact]
    public async Task An_account_that_is_gone_over_there_ends_and_the_pilot_is_told()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        service.Accounts.TryRemove(user, out _);

        await site.CompareAsync(service.Name);

        Assert.Null(await site.AccountAsync(service.Name, user));
        Assert.Single(await site.ToldAsync(user));
        Assert.Equal(RemovalCauses.Gone, (await site.HistoryAsync(service.Name, user))[^1].Cause);
    }

    [Fact]
    public async Task A_service_that_cannot_be_read_concludes_nothing()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        service.Accounts[user] = service.Accounts[user] with { Groups = [] };
        service.Trouble = c => c.Kind == "read" ? ServiceException.Down("services.trouble.unreachable") : null;

        await site.CompareAsync(service.Name);

        Assert.Empty((await site.AccountAsync(service.Name, user))!.Drift);
        Assert.NotNull((await site.ServiceStateAsync(service.Name)).RestsUntil);

        service.Trouble = _ => null;
        site.Advance(TimeSpan.FromMinutes(1));
        await site.KeepAsync(service.Name);
        Assert.Equal(["Guest"], service.Accounts[user].Groups);
    }

    [Fact]
    public async Task A_service_that_can_be_read_again_is_down_no_more_though_nothing_is_due()
    {
        var service = site.NewService();
        await site.PilotAsync(service);
        service.Trouble = _ => ServiceException.Down("services.trouble.unreachable");
        await site.CompareAsync(service.Name);
        for (var i = 0; i < 2; i++)
        {
            site.Advance(TimeSpan.FromMinutes(10));
            await site.KeepAsync(service.Name);
        }

        Assert.NotNull((await site.ServiceStateAsync(service.Name)).DownSince);

        service.Trouble = _ => null;
        site.Advance(TimeSpan.FromMinutes(10));
        await site.KeepAsync(service.Name);

        var state = await site.ServiceStateAsync(service.Name);
        Assert.Equal((null, null, 0), (state.DownSince, state.Trouble, state.Misses));
    }

    [Fact]
    public async Task A_service_that_never_ends_reading_is_down()
    {
        var service = site.NewService();
        await site.PilotAsync(service);
        service.Meanwhile = (call, _) => call.Kind == "read" ? throw new TaskCanceledException("The client's own patience was over.") : Task.CompletedTask;

        await site.CompareAsync(service.Name);

        Assert.Equal("services.trouble.unreachable", (await site.ServiceStateAsync(service.Name)).Trouble);
    }

    [Fact]
    public async Task Why_an_account_is_gone_outlives_a_removal_that_fails_and_a_reading()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        service.Trouble = c => c.Kind switch
        {
            "apply" => ServiceException.Gone("services.trouble.nametaken", "Maren"),
            "remove" => ServiceException.Refused("services.trouble.denied"),
            _ => null,
        };
        service.Accounts.TryRemove(user, out _);
        await site.SetAsync([user], "main_name = 'Somebody Else'");
        await site.MarkAsync(service.Name, user);
        await site.KeepAsync(service.Name);
        await site.CompareAsync(service.Name);
        Assert.Equal("services.trouble.denied", (await site.AccountAsync(service.Name, user))!.Trouble);

        service.Trouble = _ => null;
        await site.MarkAsync(service.Name, user);
        await site.KeepAsync(service.Name);

        var entry = (await site.HistoryAsync(service.Name, user))[^1];
        Assert.Equal((HistoryKind.Removed, "services.trouble.nametaken", "Maren"), (entry.Kind, entry.Cause, entry.CauseArguments.Single()));
    }

    [Fact]
    public async Task Everybody_is_read_in_pages()
    {
        var service = site.NewService();
        var users = await site.UsersAsync(450);
        await site.HaveAccountsAsync(service, users);
        service.Accounts[users[449]] = service.Accounts[users[449]] with { Groups = [] };
        await site.GrantAsync(service.Permission, users);

        await site.CompareAsync(service.Name);

        Assert.Equal([200, 200, 50], service.Calls.Where(c => c.Kind == "read").Select(c => c.User.Value));
        Assert.Equal(["Guest"], service.Accounts[users[449]].Groups);
    }

    [Fact]
    public async Task A_service_that_cannot_be_read_by_nature_is_not_asked()
    {
        var service = site.NewService(ServiceAbilities.Groups);
        await site.PilotAsync(service);

        await site.RunJobAsync("services.read");
        await site.KeepAsync(service.Name);

        Assert.DoesNotContain(service.Calls, c => c.Kind == "read");
    }

    [Fact]
    public async Task A_dry_run_lists_each_change_and_makes_none()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 4);
        var calls = service.Calls.Count;
        await site.RevokeAsync(service.Permission, users[0]);
        var group = $"Wing {site.Next()}";
        await site.SendAsync(new AddToGroups([new(users[1], await site.GroupAsync(group))], Actor: null, "test"));
        await site.SetAsync([users[2]], "main_name = 'New Name'");

        await site.RunJobAsync("services.dry-run", service.Name);

        var found = await site.DryRunAsync(service.Name);
        Assert.Equal([(users[0], AccountPlan.Remove), (users[1], AccountPlan.Update), (users[2], AccountPlan.Update)], found.Select(i => (i.UserId, i.Plan)));
        Assert.Contains(group, found[1].Groups);
        Assert.Equal("New Name", found[2].DisplayName);
        Assert.Equal(calls, service.Calls.Count);
        Assert.NotNull((await site.ServiceStateAsync(service.Name)).DryRunAt);
        Assert.Null((await site.ServiceStateAsync(service.Name)).Running);
    }

    [Fact]
    public async Task The_next_dry_run_replaces_the_last()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        await site.RevokeAsync(service.Permission, user);
        await site.RunJobAsync("services.dry-run", service.Name);

        await site.GrantAsync(service.Permission, user);
        await site.RunJobAsync("services.dry-run", service.Name);

        Assert.Empty(await site.DryRunAsync(service.Name));
    }

    [Fact]
    public async Task A_dry_run_that_fails_runs_no_more()
    {
        var service = site.NewService();
        await site.PilotAsync(service);
        service.NameTrouble = new InvalidOperationException("Line 9.");

        await Assert.ThrowsAnyAsync<Exception>(() => site.RunJobAsync("services.dry-run", service.Name));

        Assert.Null((await site.ServiceStateAsync(service.Name)).Running);
    }
}
