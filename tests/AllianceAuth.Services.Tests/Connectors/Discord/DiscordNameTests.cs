using AllianceAuth.Authentication.Contracts;
using AllianceAuth.Shared.Access;
using AllianceAuth.Testing;
using System.Text.Json;
using Xunit;

namespace AllianceAuth.Services.Tests.Connectors.Discord;

/// <summary>What members are called there.</summary>
public sealed class DiscordNameTests(DiscordSite site) : DiscordTests(site)
{
    [Fact, Rule("DISC-065")]
    public async Task With_names_kept_alike_a_new_member_is_called_like_their_main()
    {
        Site.Switches.SyncNames = true;
        var person = Site.Stranger();

        var user = await Site.LinkedAsync(person);

        Assert.Equal((await Site.AccountAsync(user))!.DisplayName, Site.Discord.Member(person.Id)!.Nick);
    }

    [Fact, Rule("DISC-058")]
    public async Task Otherwise_their_name_is_their_own()
    {
        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person);

        await RenameAsync(user, $"Renamed {Site.Next()}");

        Assert.Null(Site.Discord.Member(person.Id)!.Nick);
        Assert.Empty(Site.Discord.CallsTo("PATCH /guilds"));
    }

    [Fact, Rule("DISC-061"), Rule("DISC-072")]
    public async Task A_main_that_is_renamed_is_a_new_nick()
    {
        Site.Switches.SyncNames = true;
        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person);
        var name = $"Renamed {Site.Next()}";

        await RenameAsync(user, name);

        Assert.Equal(name, Site.Discord.Member(person.Id)!.Nick);
        Assert.Equal(name, BodyOf("PATCH /guilds").GetValueOrDefault("nick").GetString());
        Assert.DoesNotContain("roles", BodyOf("PATCH /guilds"));
    }

    [Fact, Rule("DISC-072")]
    public async Task A_rename_of_somebody_who_left_ends_the_account()
    {
        Site.Switches.SyncNames = true;
        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person);
        Site.Hands.Leave(person.Id);

        await RenameAsync(user, $"Renamed {Site.Next()}");

        Assert.Null(await Site.AccountAsync(user));
        Assert.Equal(0, await LinksAsync(user));
    }

    [Fact, Rule("DISC-072")]
    public async Task With_the_window_spent_no_call_is_made()
    {
        Site.Switches.SyncNames = true;
        var user = await Site.LinkedAsync(Site.Stranger());
        var end = Site.Now.AddSeconds(30);
        await Site.RunAsync($"INSERT INTO services.discord_limits (name, remaining, until) VALUES ('requests', 0, '{end:O}') ON CONFLICT (name) DO UPDATE SET remaining = 0, until = excluded.until");
        Site.Discord.ForgetCalls();

        await Site.SetAsync([user], $"main_name = 'Renamed {Site.Next()}'");
        await Site.PublishAsync(new MainAffiliationChanged(Guid.CreateVersion7(), Site.Now, [user]));
        await Site.KeepAsync(DiscordSite.Service);

        Assert.Empty(Site.Discord.Calls);
        Assert.True((await Site.AccountAsync(user))!.IsDue);
    }

    [Fact, Rule("DISC-057")]
    public async Task Without_a_main_there_is_no_account_and_so_no_nick()
    {
        Site.Switches.SyncNames = true;
        var person = Site.Stranger();
        var user = await Site.LinkedAsync(person);

        await Site.SetAsync([user], "main_character_id = NULL, main_name = NULL");
        await Site.PublishAsync(new MainCharacterChanged(Guid.CreateVersion7(), Site.Now, user));
        await Site.KeepAsync();

        Assert.Empty(Site.Discord.CallsTo("PATCH /guilds"));
        Assert.Null(await Site.AccountAsync(user));
    }

    [Fact, Rule("DISC-050")]
    public async Task A_name_that_Discord_refuses_costs_nobody_their_roles()
    {
        Site.Switches.SyncNames = true;
        var person = Site.Stranger();
        var user = await Site.MemberAsync();
        await Site.SetAsync([user], "main_name = 'everyone'");
        await Site.ActivateAsync(DiscordSite.Service, [user], await Site.CodeAsync(person));

        await Site.KeepAsync();

        var account = await Site.AccountAsync(user);
        Assert.Equal(["Guest"], Site.RolesOf(person));
        Assert.Equal("services.discord.trouble.nick", account!.Trouble);
    }

    private Dictionary<string, JsonElement> BodyOf(string call) => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(Site.Discord.CallsTo(call)[^1].Body)!;

    private async Task RenameAsync(UserId user, string name)
    {
        await Site.SetAsync([user], $"main_name = '{name}'");
        await Site.PublishAsync(new MainAffiliationChanged(Guid.CreateVersion7(), Site.Now, [user]));
        await Site.KeepAsync();
    }
}
