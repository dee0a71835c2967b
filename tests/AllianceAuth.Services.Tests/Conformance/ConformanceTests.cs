using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Modules;
using AllianceAuth.Shared.Services;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Conformance;

/// <summary>What every connector must do, tried through the engine against the service itself, or what plays it. See <see cref="ServiceHarness"/> for how to join.</summary>
public abstract partial class ConformanceTests<THarness>(ConformanceSite<THarness> site) : IClassFixture<ConformanceSite<THarness>>
    where THarness : ServiceHarness, new()
{
    private THarness Harness => site.Harness;

    private string Service => Harness.Service;

    [Fact]
    public async Task Activating_makes_the_account_with_its_name_and_groups()
    {
        var (group, name) = await GroupAsync();
        var user = await MemberAsync(group);

        await ActivateAsync(user);

        var seen = await Harness.SeeAsync(user);
        Assert.NotNull(seen);
        var account = await site.AccountAsync(Service, user);
        Assert.Equal(AccountStage.Active, account!.Stage);
        Assert.Equal(seen.Name, account.DisplayName);
        Assert.Null(account.Secret);
        if (Can(ServiceAbilities.Groups))
        {
            Assert.Contains(name, seen.Groups);
        }
    }

    [Fact]
    public async Task Deactivating_removes_it_and_activating_again_makes_it_anew()
    {
        var user = await MemberAsync();
        await ActivateAsync(user);

        await site.DeactivateAsync(Service, user);
        await site.KeepAsync(Service);
        Assert.Null(await Harness.SeeAsync(user));
        Assert.Null(await site.AccountAsync(Service, user));
        Assert.Empty(await site.ToldAsync(user));

        await ActivateAsync(user);
        Assert.NotNull(await Harness.SeeAsync(user));
    }

    [Fact]
    public async Task Losing_the_permission_ends_it_and_the_pilot_is_told()
    {
        var user = await MemberAsync();
        await ActivateAsync(user);

        await site.RevokeAsync(Permission, user);
        await site.PublishAsync(new PermissionsChanged(Guid.CreateVersion7(), site.Now, user, State: null, Group: null));
        await site.KeepAsync(Service);

        Assert.Null(await Harness.SeeAsync(user));
        Assert.Single(await site.ToldAsync(user));
    }

    [SkippableFact]
    public async Task A_new_name_is_followed()
    {
        Skip.IfNot(Can(ServiceAbilities.DisplayNames), "Names stay there as they were.");
        var user = await MemberAsync();
        await ActivateAsync(user);
        var name = $"Renamed {site.Next()}";

        await site.SetAsync([user], $"main_name = '{name}'");
        await site.PublishAsync(new MainAffiliationChanged(Guid.CreateVersion7(), site.Now, [user]));
        await site.KeepAsync(Service);

        var number = name.Split(' ')[1];
        Assert.Contains(number, (await Harness.SeeAsync(user))!.Name, StringComparison.Ordinal);
        Assert.Contains(number, (await site.AccountAsync(Service, user))!.DisplayName, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Groups_that_are_joined_and_left_are_followed()
    {
        Skip.IfNot(Can(ServiceAbilities.Groups), "It has no groups.");
        var (old, oldName) = await GroupAsync();
        var (next, nextName) = await GroupAsync();
        var user = await MemberAsync(old);
        await ActivateAsync(user);

        await site.SendAsync(new RemoveFromGroups([new(user, old)], Actor: null, "test"));
        await site.SendAsync(new AddToGroups([new(user, next)], Actor: null, "test"));
        await site.KeepAsync(Service);

        var seen = await Harness.SeeAsync(user);
        Assert.Contains(nextName, seen!.Groups);
        Assert.DoesNotContain(oldName, seen.Groups);
    }

    [Fact]
    public async Task A_lost_answer_makes_no_second_account()
    {
        var user = await MemberAsync();
        await ActivateAsync(user);
        var name = (await Harness.SeeAsync(user))!.Name;
        var bring = await Harness.BringAsync(user);

        // As if the node had died after the service did its part and before anything of it was written down.
        await site.RunAsync($"UPDATE services.accounts SET groups = NULL, remote_id = NULL, login_name = '', display_name = '', mark = mark + 1, applied_at = NULL, stage = 0 WHERE service = @service AND user_id = {user}", ("service", Service));
        if (bring is not null)
        {
            await site.SetSecretAsync(Service, user, bring);
        }

        await site.KeepAsync(Service);

        Assert.Equal(1, await Harness.CountAsync(name));
        Assert.Equal(AccountStage.Active, (await site.AccountAsync(Service, user))!.Stage);
    }

    [SkippableFact]
    public async Task An_outage_in_the_middle_loses_nothing_and_repeats_nothing()
    {
        Skip.IfNot(Harness.AccountsNeedIt, "Its accounts are rows of ours.");
        var stays = await MemberAsync();
        await ActivateAsync(stays);
        var leaves = await MemberAsync();
        await ActivateAsync(leaves);
        var comes = await MemberAsync();

        await Harness.GoDownAsync();
        await site.ActivateAsync(Service, [comes], await Harness.BringAsync(comes));
        await site.DeactivateAsync(Service, leaves);
        await site.KeepAsync(Service);
        Assert.NotNull(await site.AccountAsync(Service, leaves));
        Assert.NotNull((await site.ServiceStateAsync(Service)).Trouble);

        await Harness.ComeBackAsync();
        await AfterRestAsync();

        Assert.NotNull(await Harness.SeeAsync(stays));
        Assert.Null(await Harness.SeeAsync(leaves));
        Assert.NotNull(await Harness.SeeAsync(comes));
        Assert.Null((await site.ServiceStateAsync(Service)).Trouble);
        Assert.Null((await site.AccountAsync(Service, comes))!.Trouble);
    }

    [Fact]
    public async Task Two_pilots_of_the_same_name_both_get_an_account()
    {
        var (first, second) = (await MemberAsync(), await MemberAsync());
        await site.SetAsync([first, second], $"main_name = 'Twin {site.Next()}'");

        await ActivateAsync(first);
        await ActivateAsync(second);

        var (one, other) = (await Harness.SeeAsync(first), await Harness.SeeAsync(second));
        Assert.NotNull(one);
        Assert.NotNull(other);
        if (Can(ServiceAbilities.UniqueNames))
        {
            Assert.Equal($"{one.Name}_2", other.Name);
        }
    }

    [SkippableFact]
    public async Task The_password_lets_in_and_a_new_one_takes_its_place()
    {
        Skip.IfNot(Can(ServiceAbilities.Passwords), "It has no passwords of ours.");
        var user = await MemberAsync();
        await site.ActivateAsync(Service, [user], "correct horse battery");
        await site.KeepAsync(Service);
        var login = (await site.AccountAsync(Service, user))!.LoginName;
        Assert.True(await Harness.LetsInAsync(login, "correct horse battery"));

        await site.SetSecretAsync(Service, user, "quite another one");
        await site.KeepAsync(Service);

        Assert.True(await Harness.LetsInAsync(login, "quite another one"));
        Assert.False(await Harness.LetsInAsync(login, "correct horse battery"));
    }

    [SkippableFact]
    public async Task The_test_button_says_that_all_is_well_and_what_to_do_when_it_is_not()
    {
        Skip.If(Harness.WhyNotHere is not null, Harness.WhyNotHere);
        Assert.All(await TestAsync(), line => Assert.True(line.IsFine, line.Finding));

        await Harness.GoDownAsync();
        var down = await TestAsync();
        await Harness.ComeBackAsync();

        Assert.Contains(down, line => !line.IsFine && line.WhatToDo is not null);
        Assert.All(down, line => Assert.DoesNotContain(line.Finding, site.Say(line.Finding, line.Arguments), StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_describes_itself_in_a_way_the_site_can_use()
    {
        var (description, cleaned, twice) = await AskAsync(c =>
        {
            var name = c.CleanName("  Ka'Len \u00e9 [ABC] Ostvik\t ");
            return Task.FromResult((c.Description, name, c.CleanName(name)));
        });

        Assert.Matches("^[a-z][a-z0-9]*$", description.Name);
        Assert.Contains(site.Services.GetServices<IModule>().SelectMany(m => m.Permissions), p => p.Name == description.AccessPermission);
        Assert.Equal(cleaned, twice);
        await AskAsync(c => Task.FromResult(c.CardOf(null)));
        await AskAsync(c => Task.FromResult(c.CardOf(new ServiceAccount(Service, new UserId(1)) { LoginName = "a", DisplayName = "a", Groups = [] })));
    }

    protected bool Can(ServiceAbilities abilities)
    {
        using var scope = site.Services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<ConnectorBook>().Find(Service)!.Description.Abilities.HasFlag(abilities);
    }

    private string Permission
    {
        get
        {
            using var scope = site.Services.CreateScope();
            return scope.ServiceProvider.GetRequiredService<ConnectorBook>().Find(Service)!.Description.AccessPermission;
        }
    }

    private Task<T> AskAsync<T>(Func<ServiceConnector, Task<T>> ask) => site.AskAsync(s => ask(s.GetRequiredService<ConnectorBook>().Find(Service)!));

    private Task<IReadOnlyList<ServiceTestLine>> TestAsync() => AskAsync(c => c.TestAsync(CancellationToken.None));

    private async Task<(GroupId Group, string Name)> GroupAsync()
    {
        var name = $"Wing {site.Next()}";
        var group = await site.GroupAsync(name);
        var named = await AskAsync(c => Task.FromResult(c.CleanGroup(name)));
        await Harness.KnowGroupAsync(group, named);
        return (group, named);
    }

    private async Task<UserId> MemberAsync(params GroupId[] groups)
    {
        var user = (await site.UsersAsync(1))[0];
        await site.GrantAsync(Permission, user);
        if (groups.Length > 0)
        {
            await site.SendAsync(new AddToGroups([.. groups.Select(g => new Membership(user, g))], Actor: null, "test"));
        }

        return user;
    }

    private async Task ActivateAsync(UserId user)
    {
        await site.ActivateAsync(Service, [user], await Harness.BringAsync(user));
        await site.KeepAsync(Service);
    }

    private async Task AfterRestAsync()
    {
        site.Advance(Harness.AfterAnyRest);
        await site.KeepAsync(Service);
    }
}
