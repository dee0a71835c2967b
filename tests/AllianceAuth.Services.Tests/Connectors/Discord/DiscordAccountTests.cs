using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Services.Connectors.Discord;
using AllianceAuth.Services.Domain;
using AllianceAuth.Testing;
using System.Text.Json;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Discord;

/// <summary>Pilots who come in, and what they are given, through the engine.</summary>
public sealed class DiscordAccountTests(DiscordSite site) : DiscordTests(site)
{
    [Fact, Rule("DISC-007"), Rule("DISC-008")]
    public async Task Who_is_not_on_the_server_comes_in_with_roles()
    {
        var (group, name) = await GroupAsync();
        var person = Site.Stranger();

        await Site.LinkedAsync(person, group);

        Assert.Equal([Guest, name], Site.RolesOf(person));
        Assert.Empty(Site.Discord.CallsTo("PATCH /guilds"));
        Assert.DoesNotContain("nick", BodyOf("PUT /guilds"));
    }

    [Fact, Rule("DISC-036")]
    public async Task Roles_are_those_of_state_and_groups()
    {
        var (one, oneName) = await GroupAsync();
        var (other, otherName) = await GroupAsync();
        var person = Site.Stranger();

        await Site.LinkedAsync(person, one, other);

        Assert.Equal(new[] { Guest, oneName, otherName }.Order(StringComparer.Ordinal), Site.RolesOf(person));
    }

    [Fact, Rule("DISC-037")]
    public async Task Names_that_are_the_same_once_they_are_cut_are_one_role()
    {
        var beginning = $"{Site.Next()}".PadRight(100, 'x');
        var (one, other) = (await Site.GroupAsync(beginning + "1"), await Site.GroupAsync(beginning + "2"));
        var person = Site.Stranger();

        await Site.LinkedAsync(person, one, other);

        Assert.Equal(2, Site.RolesOf(person).Count);
        Assert.Contains(beginning, Site.RolesOf(person));
    }

    [Fact, Rule("DISC-038")]
    public async Task A_role_that_is_there_is_taken_and_another_is_made()
    {
        var (known, knownName) = await GroupAsync();
        var (missing, missingName) = await GroupAsync();
        var role = Site.Hands.CreateRole(knownName);
        var person = Site.Stranger();

        await Site.LinkedAsync(person, known, missing);

        Assert.Contains(role.Id, Site.Discord.Member(person.Id)!.Roles);
        Assert.Single(Site.Discord.Roles, r => r.Name == knownName);
        Assert.Contains(missingName, Site.RolesOf(person));
    }

    [Fact]
    public async Task A_group_that_is_called_like_a_bot_does_not_get_the_bots_role()
    {
        var group = await Site.GroupAsync("Jukebox");
        var person = Site.Stranger();

        await Site.LinkedAsync(person, group);

        Assert.Contains(Site.Discord.Guild.RolesOf(person.Id), r => r is { Name: "Jukebox", IsManaged: false });
    }

    [Fact, Rule("DISC-009"), Rule("DISC-066")]
    public async Task Who_is_on_the_server_already_is_changed_instead()
    {
        var person = Site.Stranger();
        Site.Hands.Join(person.Id);

        var user = await Site.LinkedAsync(person);

        Assert.Empty(Site.Discord.CallsTo("PUT /guilds"));
        Assert.Single(Site.Discord.CallsTo("PATCH /guilds"));
        Assert.Equal([Guest], Site.RolesOf(person));
        Assert.Equal(AccountStage.Active, (await Site.AccountAsync(user))!.Stage);
    }

    [Fact, Rule("DISC-012"), Rule("DISC-077")]
    public async Task A_member_who_links_keeps_managed_and_reserved_roles()
    {
        var person = Site.Discord.User("yuna.tanabe.holt");
        await ReserveAsync("veteran");

        await Site.LinkedAsync(person);

        Assert.Equal([Guest, "Server Booster", "Veteran"], Site.RolesOf(person));
    }

    [Fact, Rule("DISC-013"), Rule("DISC-044"), Rule("DISC-070")]
    public async Task Nothing_is_sent_for_a_member_who_has_it_all()
    {
        var person = Site.Stranger();
        Site.Hands.Join(person.Id);
        Site.Hands.GiveRole(person.Id, Site.Hands.CreateRole(Guest).Id);

        var user = await Site.LinkedAsync(person);

        Assert.Empty(Site.Discord.CallsTo("PATCH /guilds"));
        Assert.Equal(AccountStage.Active, (await Site.AccountAsync(user))!.Stage);
    }

    [Fact, Rule("DISC-039")]
    public async Task A_role_we_have_not_heard_of_has_the_list_read_again()
    {
        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person);
        Site.Hands.GiveRole(person.Id, Site.Hands.CreateRole("Made by hand").Id);
        var (group, name) = await GroupAsync();
        Site.Hands.CreateRole(name);
        Site.Discord.ForgetCalls();

        await Site.JoinAsync(user, group);

        Assert.NotEmpty(Site.Discord.CallsTo("GET /guilds/1045770012845572096/roles"));
        Assert.Equal([Guest, name], Site.RolesOf(person));
    }

    [Fact, Rule("DISC-060"), Rule("DISC-075")]
    public async Task A_group_that_is_joined_is_a_role_more()
    {
        var person = Site.Discord.User("yuna.tanabe.holt");
        await ReserveAsync("veteran");
        var user = await Site.LinkedAsync(person);
        var (group, name) = await GroupAsync();

        await Site.JoinAsync(user, group);

        Assert.Equal(new[] { Guest, "Server Booster", "Veteran", name }.Order(StringComparer.Ordinal), Site.RolesOf(person));
    }

    [Fact, Rule("DISC-060"), Rule("DISC-074")]
    public async Task Another_state_is_another_role()
    {
        var person = Site.Discord.User("yuna.tanabe.holt");
        await ReserveAsync("veteran");
        var user = await Site.LinkedAsync(person);
        var state = await Site.StateAsync(DiscordPermissions.Access);
        var name = await Site.ReadAsync<string>($"SELECT name FROM authentication.states WHERE id = {state}");

        await Site.SetAsync([user], $"state = {state}");
        await Site.PublishAsync(new UserStateChanged(Guid.CreateVersion7(), Site.Now, [user]));
        await Site.KeepAsync();

        Assert.Equal(new[] { name!, "Server Booster", "Veteran" }.Order(StringComparer.Ordinal), Site.RolesOf(person));
    }

    [Fact, Rule("DISC-011")]
    public async Task A_pilot_who_waits_does_not_wait_for_the_window()
    {
        var end = Site.Now.AddSeconds(30);
        await Site.RunAsync($"INSERT INTO services.discord_limits (name, remaining, until) VALUES ('requests', 0, '{end:O}')");
        var person = Site.Stranger();
        var user = await Site.MemberAsync();
        await Site.ActivateAsync(DiscordSite.Service, [user], await Site.CodeAsync(person));

        await Site.KeepAsync(DiscordSite.Service);

        Assert.NotNull(Site.Discord.Member(person.Id));
        Assert.Equal(AccountStage.Active, (await Site.AccountAsync(user))!.Stage);
    }

    [Fact]
    public async Task Two_pilots_are_not_the_same_Discord_user()
    {
        var person = Site.Stranger();
        await Site.LinkedAsync(person);

        var second = await Site.LinkedAsync(person);

        var account = await Site.AccountAsync(second);
        Assert.Equal("services.discord.trouble.taken", account!.Trouble);
        Assert.Equal([ShownName(person)], account.TroubleArguments);
    }

    [Fact, Rule("DISC-047"), Rule("DISC-069")]
    public async Task A_pilot_without_an_account_costs_no_call()
    {
        var user = await Site.MemberAsync();

        await Site.JoinAsync(user, (await GroupAsync()).Group);

        Assert.Empty(Site.Discord.Calls);
    }

    private Dictionary<string, JsonElement> BodyOf(string call) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Site.Discord.CallsTo(call)[^1].Body)!;
}
