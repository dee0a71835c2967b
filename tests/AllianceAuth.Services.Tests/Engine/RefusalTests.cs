using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Data;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Shared.Services;
using AllianceAuth.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Engine;

/// <summary>Accounts that cannot be made right for now.</summary>
[Collection(OnTheServicesSite.Name)]
public sealed class RefusalTests(ServicesSite site)
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
    public async Task A_name_of_which_nothing_is_left_keeps_no_group_from_being_taken_away()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        var name = service.Accounts[user].Name;
        var group = await site.GroupAsync();
        await site.SendAsync(new AddToGroups([new(user, group)], Actor: null, "test"));
        await site.KeepAsync(service.Name);

        await site.SetAsync([user], "main_name = '***'");
        await site.SendAsync(new RemoveFromGroups([new(user, group)], Actor: null, "test"));
        await site.KeepAsync(service.Name);

        Assert.Equal(["Guest"], service.Accounts[user].Groups);
        Assert.Equal(name, service.Accounts[user].Name);
        Assert.Null((await site.AccountAsync(service.Name, user))!.Trouble);
    }

    [Fact]
    public async Task Trouble_that_a_look_settles_waits_for_the_pilot_no_more()
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        var name = service.Accounts[user].Name;
        service.Trouble = _ => ServiceException.Refused(Refusal, "x");
        await site.SetAsync([user], "main_name = 'Somebody Else'");
        await site.MarkAsync(service.Name, user);
        await site.KeepAsync(service.Name);
        Assert.Single(await NeedsAsync());

        await site.SetAsync([user], $"main_name = '{name}'");
        await site.SweepAsync(service.Name);

        Assert.Empty(await NeedsAsync());

        Task<IReadOnlyList<PilotNeed>> NeedsAsync() => site.AskAsync(async s => (await s.GetRequiredService<PilotNeeds>().ReadAsync(user, CancellationToken.None)).Needs);
    }
}
