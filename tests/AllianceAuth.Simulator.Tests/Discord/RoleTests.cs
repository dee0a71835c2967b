using System.Net;
using System.Text.Json;
using AllianceAuth.Simulator.Discord;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.Discord;

public sealed class RoleTests
{
    [Fact]
    public async Task The_guild_has_what_a_client_needs()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        var guild = await client.GetAsync($"{client.Guild}?with_counts=true");

        Assert.Equal((FirstDay.GuildName, $"{client.Owner.Id}"), (guild.GetProperty("name").GetString(), guild.GetProperty("owner_id").GetString()));
        Assert.Equal((client.World.Roles.Count, client.World.Members.Count), (guild.GetProperty("roles").GetArrayLength(), guild.GetProperty("approximate_member_count").GetInt32()));
        Assert.Equal(JsonValueKind.String, guild.GetProperty("id").ValueKind);
    }

    [Fact]
    public async Task Roles_say_what_they_are()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        var roles = (await client.GetAsync($"{client.Guild}/roles")).EnumerateArray().ToDictionary(r => r.GetProperty("name").GetString()!);

        Assert.Equal(($"{DiscordClient.Usual.GuildId}", 0), (roles["@everyone"].GetProperty("id").GetString(), roles["@everyone"].GetProperty("position").GetInt32()));
        Assert.Equal(JsonValueKind.Null, roles["Server Booster"].GetProperty("tags").GetProperty("premium_subscriber").ValueKind);
        Assert.Equal($"{client.World.BotId}", roles["Alliance Auth"].GetProperty("tags").GetProperty("bot_id").GetString());
        Assert.True(roles["Jukebox"].GetProperty("managed").GetBoolean());
        Assert.Equal((0x3498DB, false), (roles["Veteran"].GetProperty("color").GetInt32(), roles["Veteran"].TryGetProperty("tags", out _)));
    }

    [Fact]
    public async Task A_created_role_is_at_the_bottom_and_can_be_given()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        client.Control.MoveBotRole(1);

        using var created = await client.SendAsync("POST", $"{client.Guild}/roles", new { name = "Logistics", permissions = "0" });

        var role = await created.JsonAsync();
        Assert.Equal((HttpStatusCode.OK, "Logistics", 1), (created.StatusCode, role.GetProperty("name").GetString(), role.GetProperty("position").GetInt32()));
        Assert.True(long.Parse(role.GetProperty("id").GetString()!, System.Globalization.CultureInfo.InvariantCulture) > 1L << 53);
        Assert.Equal((204, null), await client.TryAsync("PUT", $"{client.MemberPath(client.Yuna)}/roles/{client.RoleId("Logistics")}"));
    }

    [Fact]
    public async Task A_role_is_renamed_and_deleted()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        var path = $"{client.Guild}/roles/{client.RoleId("Veteran")}";

        Assert.Equal((200, null), await client.TryAsync("PATCH", path, new { name = "Old Guard" }));
        Assert.Contains("Old Guard", client.World.RoleNamesOf(client.Yuna.Id));
        Assert.Equal((204, null), await client.TryAsync("DELETE", path));
        Assert.Equal(["Server Booster"], client.World.RoleNamesOf(client.Yuna.Id));
        Assert.Equal((404, 10011), await client.TryAsync("DELETE", path));
    }

    [Fact]
    public async Task Nobody_hands_out_rights_that_they_do_not_have()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        client.Control.SetBotPermissions(GuildPermissions.ManageRoles);

        Assert.Equal((403, 50013), await client.TryAsync("POST", $"{client.Guild}/roles", new { name = "Boss", permissions = "8" }));
    }

    [Fact]
    public async Task A_guild_has_250_roles_at_most()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        while (client.World.Roles.Count < 250)
        {
            client.Control.CreateRole($"Role {client.World.Roles.Count}");
        }

        Assert.Equal((400, 30005), await client.TryAsync("POST", $"{client.Guild}/roles", new { name = "One too many" }));
    }

    [Fact]
    public async Task A_ban_can_be_looked_up()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        var ban = await client.GetAsync($"{client.Guild}/bans/{client.World.User("Brann O. Velkor").Id}");

        Assert.Equal("brann.o.velkor", ban.GetProperty("user").GetProperty("username").GetString());
        Assert.Equal((404, 10026), await client.TryAsync("GET", $"{client.Guild}/bans/{client.Yuna.Id}"));
    }

    [Fact]
    public async Task The_call_and_its_reason_are_on_record_without_the_token()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        var token = await client.LinkAsync(client.Maren);

        using var answer = await client.SendAsync("PUT", client.MemberPath(client.Maren), new { access_token = token, nick = "Maren" }, reason: "Link%20of%20Maren");

        var call = client.World.CallsTo("PUT /guilds").Single();
        Assert.Equal(("bot", "Link of Maren", 201, 10), (call.Caller, call.Reason, call.Status, call.Version));
        Assert.Equal("""{"access_token":"…","nick":"Maren"}""", call.Body);
    }
}
