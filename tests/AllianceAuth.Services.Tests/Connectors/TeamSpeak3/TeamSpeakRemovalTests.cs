using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Testing;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.TeamSpeak3;

/// <summary>Pilots who go, by their own wish or not.</summary>
public sealed class TeamSpeakRemovalTests(TeamSpeakSite site) : TeamSpeakTests(site)
{
    [Fact, Rule("TS3-068")]
    public async Task Deactivating_removes_the_client_and_then_the_account()
    {
        var user = await Site.JoinedAsync();

        await Site.DeactivateAsync(Service, user);
        await Site.KeepAsync(Service);

        Assert.Empty(Site.ClientsOf(user));
        Assert.Null(await Site.AccountAsync(user));
    }

    [Fact, Rule("TS3-033")]
    public async Task A_client_that_is_connected_is_thrown_out_with_the_reason_and_then_forgotten()
    {
        var user = await Site.JoinedAsync();
        var client = Site.ClientsOf(user).Single();
        var online = Site.TeamSpeak.Online.Single(o => o.DatabaseId == client.DatabaseId);
        var mark = Site.Mark();

        await Site.DeactivateAsync(Service, user);
        await Site.KeepAsync(Service);

        Assert.Equal([$@"clientkick clid={online.Id} reasonid=5 reasonmsg=Auth\sservice\sdeleted"], Site.CommandsSince(mark, "clientkick"));
        Assert.Equal([$"clientdbdelete cldbid={client.DatabaseId}"], Site.CommandsSince(mark, "clientdbdelete"));
    }

    [Fact, Rule("TS3-034")]
    public async Task Nobody_to_delete_is_fine_and_noted_in_the_log()
    {
        var user = await Site.WaitingAsync();

        await Site.DeactivateAsync(Service, user);
        await Site.KeepAsync(Service);

        Assert.Null(await Site.AccountAsync(user));
        Assert.Contains("its key was never redeemed", Site.ReadLog(), StringComparison.Ordinal);
    }

    [Fact, Rule("TS3-035"), Rule("TS3-032")]
    public async Task A_client_that_cannot_be_deleted_keeps_the_account()
    {
        var user = await Site.JoinedAsync();
        Site.Eve.Control.FailTeamSpeak("clientdbdelete", 1538);

        await Site.DeactivateAsync(Service, user);
        await Site.KeepAsync(Service);

        Assert.NotNull((await Site.AccountAsync(user))!.Trouble);
        Site.Advance(TimeSpan.FromMinutes(11));
        await Site.KeepAsync(Service);
        Assert.Null(await Site.AccountAsync(user));
    }

    [Fact, Rule("TS3-036")]
    public async Task A_key_that_was_not_redeemed_opens_nothing_after_deactivation()
    {
        var user = await Site.WaitingAsync();

        await Site.DeactivateAsync(Service, user);
        await Site.KeepAsync(Service);

        Assert.Null(Site.KeyOf(user));
    }

    [Fact, Rule("TS3-055"), Rule("TS3-064")]
    public async Task A_lost_permission_ends_the_account_and_the_pilot_is_told_while_others_stay()
    {
        var (loses, stays) = (await Site.JoinedAsync(), await Site.JoinedAsync());

        await Site.RevokeAsync(TeamSpeakSite.Permission, loses);
        await Site.PublishAsync(new PermissionsChanged(Guid.CreateVersion7(), Site.Now, loses, State: null, Group: null));
        await Site.KeepAsync(Service);

        Assert.Empty(Site.ClientsOf(loses));
        Assert.Null(await Site.AccountAsync(loses));
        Assert.EndsWith("services.notice.disabled.title", Assert.Single(await Site.ToldAsync(loses)), StringComparison.Ordinal);
        Assert.NotEmpty(Site.ClientsOf(stays));
    }

    [Fact]
    public async Task A_client_that_somebody_deleted_ends_the_account()
    {
        var (group, server) = (await Site.GroupAsync(), await Site.ServerGroupAsync());
        await Site.MapAsync(group, server);
        var user = await Site.JoinedAsync();
        Site.Eve.Control.DeleteTeamSpeakClient(Site.ClientsOf(user).Single().DatabaseId);

        await Site.SendAsync(new AddToGroups([new(user, group)], Actor: null, "test"));
        await Site.KeepAsync(Service);

        Assert.Null(await Site.AccountAsync(user));
        Assert.Single(await Site.ToldAsync(user));
    }

    [Fact]
    public async Task Who_is_back_before_the_client_is_deleted_is_back_without_groups()
    {
        var (group, server) = (await Site.GroupAsync(), await Site.ServerGroupAsync());
        await Site.MapAsync(group, server);
        var user = await Site.JoinedAsync(null, group);
        var mark = Site.Mark();
        Site.Eve.Control.FailTeamSpeak("clientdbdelete", 1538);

        await Site.DeactivateAsync(Service, user);
        await Site.KeepAsync(Service);

        Assert.Equal(["Guest"], Site.GroupsOf(user));
        Assert.Equal(["servergroupdelclient", "clientkick"], Site.TeamSpeak.Commands.Skip(mark).Select(c => c.Name).Where(n => n is "servergroupdelclient" or "clientkick"));
    }

    [Fact]
    public async Task A_group_that_is_beyond_our_login_keeps_nobody_in()
    {
        var (group, server) = (await Site.GroupAsync(), await Site.ServerGroupAsync());
        await Site.MapAsync(group, server);
        var user = await Site.JoinedAsync(null, group);
        Site.Eve.Control.FailTeamSpeak("servergroupdelclient", 2568);

        await Site.DeactivateAsync(Service, user);
        await Site.KeepAsync(Service);

        Assert.Empty(Site.ClientsOf(user));
        Assert.Null(await Site.AccountAsync(user));
    }
}
