using AllianceAuth.Services.Connectors.Discord;
using AllianceAuth.Services.Connectors.Discord.Roles;
using AllianceAuth.Services.Connectors.Discord.Upkeep;
using AllianceAuth.Services.Domain;
using AllianceAuth.Services.Engine;
using AllianceAuth.Shared.Services;
using AllianceAuth.Simulator;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Testing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Discord;

/// <summary>What is remembered of the server, what is read from it, and what admins do.</summary>
public sealed class DiscordUpkeepTests(DiscordSite site) : DiscordTests(site)
{
    [Fact, Rule("DISC-033")]
    public async Task Roles_that_are_remembered_cost_no_call_until_one_is_made()
    {
        await AskAsync(g => g.RolesAsync(default));
        Site.Discord.ForgetCalls();
        await AskAsync(g => g.RolesAsync(default));
        Assert.Empty(Site.Discord.Calls);

        await AskAsync(g => g.MatchAsync([$"Wing {Site.Next()}"], default));
        Site.Discord.ForgetCalls();
        await AskAsync(g => g.RolesAsync(default));
        Assert.Single(Site.Discord.CallsTo("GET /guilds/1045770012845572096/roles"));
    }

    [Fact, Rule("DISC-034")]
    public async Task An_answer_that_is_no_list_is_not_remembered()
    {
        Site.Eve.Control.AddFault(new Fault(SimulatedService.Discord, FaultKind.Malformed, Route: "/roles", Count: 1));
        await Assert.ThrowsAsync<ServiceException>(() => AskAsync(g => g.RolesAsync(default)));

        Assert.NotEmpty((await AskAsync(g => g.RolesAsync(default))).Roles);
    }

    [Fact, Rule("DISC-035")]
    public async Task The_servers_name_is_remembered_until_it_is_wanted_fresh()
    {
        Assert.Equal("Lanternfall Accord", await AskAsync(g => g.NameAsync(isFresh: false, default)));
        Site.Hands.RenameGuild("Lanternfall II");

        Assert.Equal("Lanternfall Accord", await AskAsync(g => g.NameAsync(isFresh: false, default)));
        Assert.Equal("Lanternfall II", await AskAsync(g => g.NameAsync(isFresh: true, default)));
        Assert.Equal("Lanternfall II", await AskAsync(g => g.NameAsync(isFresh: false, default)));
    }

    [Fact, Rule("DISC-035"), Rule("DISC-063")]
    public async Task A_name_that_cannot_be_read_is_empty_and_not_remembered()
    {
        Site.Eve.Control.AddFault(new Fault(SimulatedService.Discord, FaultKind.Unavailable, Count: 1));

        Assert.Equal("", await AskAsync(g => g.NameAsync(isFresh: false, default)));
        Assert.Equal("Lanternfall Accord", await AskAsync(g => g.NameAsync(isFresh: false, default)));
    }

    [Fact]
    public async Task A_user_name_that_changed_at_Discord_is_taken_over()
    {
        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person);
        Site.Hands.RenameUser(person.Id, "quite.new");

        await Site.RunJobAsync("services.discord.update_all_usernames");
        await Site.KeepAsync();

        Assert.Equal("@quite.new", (await Site.AccountAsync(user))!.LoginName);
        Assert.Equal("quite.new", await Site.ReadAsync<string>($"SELECT user_name FROM services.discord_users WHERE user_id = {user}"));
    }

    [Fact, Rule("DISC-078")]
    public async Task After_that_the_card_shows_the_servers_name()
    {
        var user = await Site.LinkedAsync(Site.Stranger());
        Site.Hands.RenameGuild("Lanternfall III");

        await Site.RunJobAsync("services.discord.update_all_usernames");
        await Site.KeepAsync();

        var account = (await Site.AccountAsync(user))!.ToContract();
        var card = await Site.AskAsync(s => Task.FromResult(s.GetRequiredService<DiscordConnector>().CardOf(account)));
        Assert.Equal((null, "Lanternfall III"), (card.Address, card.Place));
        Assert.Contains(card.Links, l => l is { Label: "services.discord.card.invite", OnlySuperusers: true });
    }

    [Fact, Rule("DISC-051")]
    public async Task Who_left_is_found_by_reading_and_told()
    {
        var (stays, leaves) = (Site.Stranger(), Site.Stranger());
        var staying = await Site.LinkedAsync(stays);
        var leaving = await Site.LinkedAsync(leaves);
        Site.Hands.Leave(leaves.Id);

        await Site.ReadAllAsync();

        Assert.Null(await Site.AccountAsync(leaving));
        Assert.Single(await Site.ToldAsync(leaving));
        Assert.NotNull(await Site.AccountAsync(staying));
    }

    [Fact]
    public async Task More_members_than_fit_into_a_window_are_all_read()
    {
        List<(Simulator.Discord.DiscordUser Person, Shared.Access.UserId User)> linked = [];
        for (var i = 0; i < 9; i++)
        {
            var person = Site.Stranger();
            linked.Add((person, await Site.LinkedAsync(person)));
            Site.Hands.TakeRole(person.Id, Site.Discord.Role("Guest")!.Id);
        }

        await Site.ReadAllAsync();
        await Site.KeepAsync();

        Assert.All(linked, l => Assert.Equal(["Guest"], Site.RolesOf(l.Person)));
    }

    [Fact, Rule("DISC-062")]
    public async Task Users_whom_an_admin_deletes_leave_the_server()
    {
        var (one, other) = (Site.Stranger(), Site.Stranger());
        var users = new[] { await Site.LinkedAsync(one), await Site.LinkedAsync(other) };

        await Site.DoAsync(s => s.GetRequiredService<AccountEnd>().BeginAsync(users, users[1], default));
        await Site.KeepAsync();

        Assert.Null(Site.Discord.Member(one.Id));
        Assert.Null(Site.Discord.Member(other.Id));
        Assert.Null(await Site.AccountAsync(users[0]));
        Assert.Single(await Site.ToldAsync(users[0]));
        Assert.Contains(await Site.HistoryAsync(DiscordSite.Service, users[0]), h => h is { Kind: HistoryKind.Ordered, Cause: RemovalCauses.ByAdmin });
    }

    [Fact]
    public async Task A_row_that_an_import_left_without_an_account_goes_at_once()
    {
        var (left, pending) = ((await Site.UsersAsync(1))[0], await Site.LinkedAsync(Site.Stranger()));
        await Site.RunAsync($"INSERT INTO services.discord_users (user_id, uid, user_name, discriminator) VALUES ({left}, 4711, 'left', '0')");

        await Site.DoAsync(s => s.GetRequiredService<AccountEnd>().BeginAsync([left, pending], pending, default));

        Assert.Equal(0, await Site.ReadAsync<long>($"SELECT count(*) FROM services.discord_users WHERE user_id = {left}"));
        Assert.Equal(1, await Site.ReadAsync<long>($"SELECT count(*) FROM services.discord_users WHERE user_id = {pending}"));
    }

    [Fact, Rule("DISC-046")]
    public void Single_pilots_go_before_everybody()
    {
        Assert.Equal(3, AccountMarks.Single);
        Assert.Equal(6, AccountMarks.Many);
        Assert.Equal(6, UpdateUsernamesJob.Definition.Priority);
    }

    [Fact]
    public async Task The_test_finds_all_well() => Assert.All(await TestAsync(), l => Assert.True(l.IsFine, l.Finding));

    [Theory]
    [InlineData("token", "services.discord.trouble.token")]
    [InlineData("secret", "services.discord.trouble.client")]
    [InlineData("guild", "services.discord.trouble.guild")]
    [InlineData("permissions", "services.discord.test.lacking")]
    [InlineData("position", "services.discord.test.toolow")]
    [InlineData("down", "services.discord.trouble.unreachable")]
    public async Task The_test_says_what_is_wrong_and_what_to_do(string what, string finding)
    {
        switch (what)
        {
            case "token":
                Site.Hands.ResetBotToken();
                break;
            case "secret":
                Site.Switches.AppSecret = "wrong";
                break;
            case "guild":
                Site.Hands.KickBot();
                break;
            case "permissions":
                Site.Hands.SetBotPermissions(1);
                break;
            case "position":
                Site.Hands.MoveBotRole(1);
                break;
            default:
                Site.Eve.Control.AddFault(new Fault(SimulatedService.Discord, FaultKind.BadGateway));
                break;
        }

        var wrong = Assert.Single(await TestAsync(), l => !l.IsFine);

        Assert.Equal(finding, wrong.Finding);
        Assert.NotEqual(wrong.WhatToDo, Site.Say(wrong.WhatToDo!));
    }

    private Task<IReadOnlyList<ServiceTestLine>> TestAsync() => Site.AskAsync(s => s.GetRequiredService<DiscordConnector>().TestAsync(default));

    private Task<T> AskAsync<T>(Func<GuildBook, Task<T>> ask) => Site.AskAsync(s => ask(s.GetRequiredService<GuildBook>()));
}
