using System.Net;
using AllianceAuth.Simulator.Discord;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.Discord;

public sealed class MemberTests
{
    [Fact]
    public async Task A_linked_user_comes_in_with_nick_and_roles()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        using var answer = await client.AddAsync(client.Maren, "Maren Ostvik", client.RoleId("Veteran"));

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var member = await answer.JsonAsync();
        Assert.Equal(("Maren Ostvik", $"{client.Maren.Id}"), (member.GetProperty("nick").GetString(), member.GetProperty("user").GetProperty("id").GetString()));
        Assert.Equal(["Veteran"], client.World.RoleNamesOf(client.Maren.Id));
    }

    [Fact]
    public async Task Who_is_a_member_already_is_left_as_it_is()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        using var answer = await client.AddAsync(client.Yuna, "Another", client.RoleId("Diplomat"));

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal("Yuna (HM)", client.World.Member(client.Yuna.Id)!.Nick);
        Assert.DoesNotContain("Diplomat", client.World.RoleNamesOf(client.Yuna.Id));
    }

    [Theory]
    [InlineData(DiscordRestriction.Banned, 403, 40007)]
    [InlineData(DiscordRestriction.FullOfGuilds, 400, 30001)]
    [InlineData(DiscordRestriction.Unverified, 403, 40002)]
    [InlineData(DiscordRestriction.Restricted, 403, 340015)]
    [InlineData(DiscordRestriction.Deleted, 404, 10013)]
    public async Task Who_is_kept_out_does_not_come_in(DiscordRestriction restriction, int status, int code)
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        var (path, token) = (client.MemberPath(client.Maren), await client.LinkAsync(client.Maren));
        client.Control.Restrict(client.Maren.Id, restriction);

        Assert.Equal((status, code), await client.TryAsync("PUT", path, new { access_token = token }));
    }

    [Fact]
    public async Task A_token_must_be_of_the_user_and_allow_joining()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        Assert.Equal((400, 50025), await client.TryAsync("PUT", client.MemberPath(client.Maren), new { access_token = await client.LinkAsync(client.Yuna) }));
        Assert.Equal((400, 50025), await client.TryAsync("PUT", client.MemberPath(client.Maren), new { access_token = await client.LinkAsync(client.Maren, "identify") }));
        Assert.Equal((400, 50035), await client.TryAsync("PUT", client.MemberPath(client.Maren), new { nick = "Maren" }));
    }

    [Theory]
    [InlineData("/v10", HttpStatusCode.OK)]
    [InlineData("/v9", HttpStatusCode.OK)]
    [InlineData("/v7", HttpStatusCode.NoContent)]
    [InlineData("", HttpStatusCode.NoContent)]
    public async Task A_change_answers_with_the_member_from_version_eight_on(string version, HttpStatusCode status)
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        using var answer = await client.SendAsync("PATCH", client.MemberPath(client.Yuna), new { nick = "Yuna T-H" }, version: version);

        Assert.Equal((status, "Yuna T-H"), (answer.StatusCode, client.World.Member(client.Yuna.Id)!.Nick));
    }

    [Fact]
    public async Task The_list_of_roles_is_the_whole_list()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        var roles = new[] { $"{client.RoleId("Diplomat")}", $"{client.RoleId("Server Booster")}" };

        Assert.Equal((200, null), await client.TryAsync("PATCH", client.MemberPath(client.Yuna), new { roles }));

        Assert.Equal(["Diplomat", "Server Booster"], client.World.RoleNamesOf(client.Yuna.Id));
    }

    [Fact]
    public async Task A_managed_role_is_neither_dropped_nor_given()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        Assert.Equal((403, 50013), await client.TryAsync("PATCH", client.MemberPath(client.Yuna), new { roles = Array.Empty<string>() }));
        Assert.Equal((403, 50013), await client.TryAsync("PUT", $"{client.MemberPath(client.Owner)}/roles/{client.RoleId("Jukebox")}"));
        Assert.Equal(["Veteran", "Server Booster"], client.World.RoleNamesOf(client.Yuna.Id));
    }

    [Fact]
    public async Task A_bot_gives_only_what_is_below_it()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        client.Control.MoveBotRole(4);

        Assert.Equal((204, null), await client.TryAsync("PUT", $"{client.MemberPath(client.Owner)}/roles/{client.RoleId("Veteran")}"));
        Assert.Equal((403, 50013), await client.TryAsync("PUT", $"{client.MemberPath(client.Yuna)}/roles/{client.RoleId("Diplomat")}"));
        Assert.Equal((403, 50013), await client.TryAsync("DELETE", $"{client.Guild}/roles/{client.RoleId("Moderator")}"));
    }

    [Fact]
    public async Task A_role_above_the_bot_may_stay_in_the_list()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        client.Control.MoveBotRole(4);
        var roles = new[] { $"{client.RoleId("Moderator")}", $"{client.RoleId("Veteran")}" };

        Assert.Equal((200, null), await client.TryAsync("PATCH", client.MemberPath(client.Owner), new { roles }));
    }

    [Fact]
    public async Task Nobody_renames_or_removes_the_owner()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        client.Control.SetOwner(client.Maren.Id);

        Assert.Equal((403, 50013), await client.TryAsync("PATCH", client.MemberPath(client.Maren), new { nick = "Maren" }));
        Assert.Equal((403, 50013), await client.TryAsync("DELETE", client.MemberPath(client.Maren)));
        Assert.Equal((204, null), await client.TryAsync("PUT", $"{client.MemberPath(client.Maren)}/roles/{client.RoleId("Veteran")}"));
    }

    [Theory]
    [InlineData(GuildPermissions.ManageRoles | GuildPermissions.KickMembers | GuildPermissions.ManageNicknames, "PUT")]
    [InlineData(GuildPermissions.CreateInvite | GuildPermissions.KickMembers | GuildPermissions.ManageRoles, "PATCH")]
    [InlineData(GuildPermissions.CreateInvite | GuildPermissions.ManageNicknames | GuildPermissions.ManageRoles, "DELETE")]
    public async Task Each_call_needs_its_right(long permissions, string method)
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        var member = client.World.Members.First(m => m.Roles.IsEmpty);
        client.Control.SetBotPermissions(permissions);

        Assert.Equal((403, 50013), await client.TryAsync(method, $"{client.Guild}/members/{member.UserId}", method == "DELETE" ? null : new { access_token = "x", nick = "Somebody" }));
    }

    [Fact]
    public async Task A_nick_has_32_characters_and_not_one_more()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        // Two UTF-16 units each.
        var rockets = string.Concat(Enumerable.Repeat("🚀", 32));

        Assert.Equal((200, null), await client.TryAsync("PATCH", client.MemberPath(client.Yuna), new { nick = rockets }));
        Assert.Equal((400, 50035), await client.TryAsync("PATCH", client.MemberPath(client.Yuna), new { nick = rockets + "x" }));
        Assert.Equal(rockets, client.World.Member(client.Yuna.Id)!.Nick);
    }

    [Fact]
    public async Task An_empty_nick_clears_it()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        Assert.Equal((200, null), await client.TryAsync("PATCH", client.MemberPath(client.Yuna), new { nick = "" }));

        Assert.Null(client.World.Member(client.Yuna.Id)!.Nick);
    }

    [Fact]
    public async Task A_kicked_member_is_gone()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        Assert.Equal((204, null), await client.TryAsync("DELETE", client.MemberPath(client.Yuna)));
        Assert.Equal((404, 10007), await client.TryAsync("DELETE", client.MemberPath(client.Yuna)));
        Assert.Equal((404, 10007), await client.TryAsync("GET", client.MemberPath(client.Yuna)));
        Assert.Equal((404, 10007), await client.TryAsync("PATCH", client.MemberPath(client.Yuna), new { nick = "x" }));
    }

    [Fact]
    public async Task What_does_not_exist_has_a_code_of_its_own()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        Assert.Equal((404, 10004), await client.TryAsync("GET", "/guilds/1045770012845572097"));
        Assert.Equal((404, 10011), await client.TryAsync("PUT", $"{client.MemberPath(client.Yuna)}/roles/12345"));
        Assert.Equal((404, 10011), await client.TryAsync("PATCH", client.MemberPath(client.Yuna), new { roles = new[] { "12345" } }));
        Assert.Equal((400, 50035), await client.TryAsync("GET", $"{client.Guild}/members/yuna"));
        Assert.Equal((404, 0), await client.TryAsync("GET", $"{client.Guild}/emojis"));
    }

    [Fact]
    public async Task Members_are_listed_page_by_page()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        var first = (await client.GetAsync($"{client.Guild}/members")).EnumerateArray().Single().GetProperty("user").GetProperty("id").GetString();
        var rest = await client.GetAsync($"{client.Guild}/members?limit=1000&after={first}");

        Assert.Equal(client.World.Members.Count - 1, rest.GetArrayLength());
        client.Control.Change(s => s with { MembersIntent = false });
        Assert.Equal((403, 50001), await client.TryAsync("GET", $"{client.Guild}/members?limit=1000"));
    }

    [Fact]
    public async Task A_user_reads_its_own_member()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        var token = await client.LinkAsync(client.Yuna);

        var member = await client.GetAsync($"/users/@me{client.Guild}/member", $"Bearer {token}");

        Assert.Equal("Yuna (HM)", member.GetProperty("nick").GetString());
    }

    [Fact]
    public async Task A_user_is_no_bot_and_a_bot_no_user()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        Assert.Equal((400, 20002), await client.TryAsync("GET", client.Guild, authorization: $"Bearer {await client.LinkAsync(client.Yuna)}"));
        Assert.Equal((403, 20001), await client.TryAsync("GET", $"/users/@me{client.Guild}/member"));
        Assert.True((await client.GetAsync("/users/@me")).GetProperty("bot").GetBoolean());
    }

    [Fact]
    public async Task A_body_must_be_json()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        Assert.Equal((400, 50035), await client.TryAsync("PATCH", client.MemberPath(client.Yuna), new StringContent("nick=Yuna")));
        Assert.Equal((400, 50109), await client.TryAsync("PATCH", client.MemberPath(client.Yuna), new StringContent("{", new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"))));
    }
}
