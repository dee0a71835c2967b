using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Tests.Site;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Services;
using Xunit;

namespace AllianceAuth.Services.Tests.Engine;

/// <summary>What happens while the engine works.</summary>
[Collection(OnTheServicesSite.Name)]
public sealed class MeanwhileTests(ServicesSite site)
{
    private const string Refusal = "services.trouble.nametaken";

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

    [Fact]
    public async Task A_pause_is_heard_before_the_next_account()
    {
        var service = site.NewService();
        var users = await site.UsersAsync(10);
        await site.GrantAsync(service.Permission, users);
        service.Meanwhile = (_, _) => service.Calls.Count == 3 ? site.FreezeAsync(service, true) : Task.CompletedTask;

        await site.ActivateAsync(service.Name, users);
        await site.KeepAsync(service.Name);

        Assert.Equal(3, service.Accounts.Count);
    }

    [Fact]
    public async Task Access_that_comes_back_while_others_are_removed_keeps_the_account()
    {
        var service = site.NewService();
        var users = await site.PilotsAsync(service, 2);
        UserId? back = null;
        service.Meanwhile = async (call, _) =>
        {
            if (call.Kind == "remove" && back is null)
            {
                back = users.Single(u => u != call.User);
                await site.GrantAsync(service.Permission, back.Value);
                await site.MarkAsync(service.Name, back.Value);
            }
        };

        await site.TakeAsync(service, users);

        Assert.Equal([back!.Value], service.Accounts.Keys);
        Assert.False((await site.AccountAsync(service.Name, back.Value))!.IsDue);
        Assert.DoesNotContain(service.Calls, c => c == new PretendCall("remove", back.Value));
    }

    [Theory, InlineData("apply"), InlineData("remove")]
    public async Task What_another_node_has_written_down_meanwhile_is_not_told_twice(string kind)
    {
        var service = site.NewService();
        var user = await site.PilotAsync(service);
        service.Meanwhile = (call, _) => call.Kind == kind ? site.RunAsync($"UPDATE services.accounts SET done = mark, plan = 0 WHERE service = '{service.Name}'") : Task.CompletedTask;
        await (kind == "apply" ? site.SetAsync([user], "main_name = 'Somebody Else'") : site.RevokeAsync(service.Permission, user));

        await site.MarkAsync(service.Name, user);
        await site.KeepAsync(service.Name);

        Assert.Equal(2, service.CallsOf(user));
        Assert.Equal([HistoryKind.Activated], (await site.HistoryAsync(service.Name, user)).Select(h => h.Kind));
        Assert.NotNull(await site.AccountAsync(service.Name, user));
    }

    [Fact]
    public async Task What_could_not_be_written_down_is_told_only_when_it_is()
    {
        var service = site.NewService();
        var user = (await site.UsersAsync(1))[0];
        await site.GrantAsync(service.Permission, user);
        // A sequence remembers over a rollback: only the first entry fails.
        await site.RunAsync(
            $"""
            CREATE SEQUENCE services.tries;
            CREATE FUNCTION services.fail_once() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN IF NEW.service = '{service.Name}' AND nextval('services.tries') = 1 THEN RAISE EXCEPTION 'Not today.'; END IF; RETURN NEW; END $$;
            CREATE TRIGGER fail_once BEFORE INSERT ON services.history FOR EACH ROW EXECUTE FUNCTION services.fail_once();
            """);

        await site.ActivateAsync(service.Name, [user]);
        await site.KeepAsync(service.Name);
        Assert.Equal([HistoryKind.Failed], (await site.HistoryAsync(service.Name, user)).Select(h => h.Kind));
        Assert.Null((await site.AccountAsync(service.Name, user))!.Groups);

        site.Advance(TimeSpan.FromMinutes(11));
        await site.KeepAsync(service.Name);
        await site.RunAsync("DROP TRIGGER fail_once ON services.history; DROP FUNCTION services.fail_once; DROP SEQUENCE services.tries");
        Assert.Equal([HistoryKind.Failed, HistoryKind.Activated], (await site.HistoryAsync(service.Name, user)).Select(h => h.Kind));
        Assert.Equal(AccountStage.Active, (await site.AccountAsync(service.Name, user))!.Stage);
    }
}
