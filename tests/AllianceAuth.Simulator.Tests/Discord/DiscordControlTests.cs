using System.Net;
using AllianceAuth.Simulator.Discord;
using AllianceAuth.Simulator.Faults;
using AllianceAuth.Simulator.Tests.Support;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Tests.Discord;

public sealed class DiscordControlTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("discord-").FullName;

    private string StateFile => Path.Combine(_folder, "simulator.json");

    [Fact]
    public async Task Members_and_roles_outlive_a_restart()
    {
        IReadOnlyList<GuildRole> roles;
        await using (var before = await Simulation.StartAsync(stateFile: StateFile))
        {
            var client = new DiscordClient(before);
            Assert.Equal(200, (await client.TryAsync("POST", $"{client.Guild}/roles", new { name = "Logistics" })).Status);
            using var added = await client.AddAsync(client.Maren, "Maren", client.RoleId("Logistics"));
            Assert.Equal(HttpStatusCode.Created, added.StatusCode);
            roles = client.World.Roles;
        }

        await using var after = await Simulation.StartAsync(stateFile: StateFile, afterDays: 1);

        var world = after.Host.Discord;
        Assert.Equal(roles, world.Roles);
        Assert.Equal(["Logistics"], world.RoleNamesOf(world.User("maren.ostvik").Id));
        Assert.Equal("Maren", world.Member(world.User("maren.ostvik").Id)!.Nick);
    }

    [Fact]
    public async Task What_was_done_by_hand_outlives_a_restart()
    {
        string token;
        await using (var before = await Simulation.StartAsync(stateFile: StateFile))
        {
            var client = new DiscordClient(before);
            token = await client.LinkAsync(client.Maren);
            foreach (var (action, body) in ((string, object)[])[
                ("discord-leave", new { user = "yuna.tanabe.holt" }),
                ("discord-rename-role", new { role = "Veteran", name = "Old Guard" }),
                ("discord-set-owner", new { user = "Maren Ostvik" }),
                ("discord-rename-user", new { user = "maren.ostvik", name = "maren.vale" }),
                ("discord-move-bot-role", new { position = 1 }),
                ("discord-set-limit", new { bucket = "guild", requests = 2, seconds = 9 }),
                ("discord-reset-bot-token", new { })])
            {
                using var answer = await before.PostJsonAsync($"/control/api/{action}", body);
                Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            }
        }

        await using var after = await Simulation.StartAsync(stateFile: StateFile);

        var restarted = new DiscordClient(after);
        var owner = restarted.World.User("maren.vale");
        Assert.Null(restarted.World.Member(restarted.Yuna.Id));
        Assert.NotNull(restarted.World.Role("Old Guard"));
        Assert.Equal((owner.Id, "simulated-bot-token-2"), (restarted.World.Guild.OwnerId, restarted.World.BotToken));
        Assert.Equal((1, new BucketLimit(2, 9)), (restarted.World.Role("Alliance Auth")!.Position, restarted.World.Settings.Buckets["guild"]));
        Assert.Equal("maren.vale", (await restarted.GetAsync("/users/@me", $"Bearer {token}")).GetProperty("username").GetString());
    }

    [Fact]
    public async Task A_file_from_before_discord_is_still_read()
    {
        await using (var before = await Simulation.StartAsync(stateFile: StateFile))
        {
            await before.PostJsonAsync("/control/api/move-pilot", new { character_id = Simulation.Maren, corporation_id = 98000015 });
        }

        var state = System.Text.Json.Nodes.JsonNode.Parse(await File.ReadAllTextAsync(StateFile))!;
        state.AsObject().Remove("discord");
        await File.WriteAllTextAsync(StateFile, state.ToJsonString());

        await using var after = await Simulation.StartAsync(stateFile: StateFile);

        Assert.Equal(98000015, after.World.Characters[Simulation.Maren].CorporationId);
        Assert.NotEmpty(after.Host.Discord.Members);
    }

    [Fact]
    public async Task A_token_that_was_reset_is_worthless()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        var old = client.Bot;

        client.Control.ResetBotToken();

        Assert.Equal((401, 0), await client.TryAsync("GET", client.Guild, authorization: old));
        Assert.Equal(200, (await client.TryAsync("GET", client.Guild)).Status);
    }

    [Fact]
    public async Task A_kicked_bot_knows_no_guild_and_loses_its_role()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        client.Control.KickBot();

        Assert.Equal((404, 10004), await client.TryAsync("GET", client.MemberPath(client.Yuna)));
        Assert.Null(client.World.Role("Alliance Auth"));
        Assert.Equal(200, (await client.TryAsync("GET", "/users/@me")).Status);
    }

    [Fact]
    public async Task Who_boosts_has_a_managed_role()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        client.Control.Boost(client.Owner.Id);

        Assert.Equal(["Moderator", "Server Booster"], client.World.RoleNamesOf(client.Owner.Id));
        Assert.Equal(System.Text.Json.JsonValueKind.String, (await client.GetAsync(client.MemberPath(client.Owner))).GetProperty("premium_since").ValueKind);
    }

    [Fact]
    public async Task What_cannot_be_is_refused()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        Assert.Throws<ChangeRefusedException>(() => client.Control.Leave(client.Owner.Id));
        Assert.Throws<ChangeRefusedException>(() => client.Control.Leave(client.Maren.Id));
        Assert.Throws<ChangeRefusedException>(() => client.Control.GiveRole(client.Yuna.Id, client.RoleId("Jukebox")));
        Assert.Throws<ChangeRefusedException>(() => client.Control.DeleteRole(client.RoleId("Alliance Auth")));
        Assert.Throws<ChangeRefusedException>(() => client.Control.RenameUser(client.Maren.Id, "yuna.tanabe.holt"));
        Assert.Throws<ChangeRefusedException>(() => client.Control.SetLimit("singing", 1, 1));
    }

    [Fact]
    public async Task A_withdrawal_ends_the_users_tokens()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        var token = await client.LinkAsync(client.Maren);

        Assert.Equal(1, client.Control.Withdraw(client.Maren.Id));

        Assert.Equal((400, 50025), await client.TryAsync("PUT", client.MemberPath(client.Maren), new { access_token = token }));
    }

    [Fact]
    public async Task An_outage_looks_like_discords()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        simulation.Control.AddFault(new Fault(SimulatedService.Discord, FaultKind.Unavailable, Count: 1));

        Assert.Equal((503, 130000), await client.TryAsync("GET", client.Guild));
        Assert.Equal((200, null), await client.TryAsync("GET", client.Guild));
    }

    [Fact]
    public async Task A_reset_brings_the_first_day_back()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        var (guild, token) = (client.World.Guild, client.World.BotToken);
        using var added = await client.AddAsync(client.Maren);
        client.Control.KickBot();
        client.Control.ResetBotToken();

        simulation.Control.Reset();

        Assert.Equal((token, guild.OwnerId), (client.World.BotToken, client.World.Guild.OwnerId));
        Assert.Equal(guild.Ranking, client.World.Roles);
        Assert.Equal(guild.Members.Keys.Order(), client.World.Guild.Members.Keys.Order());
        Assert.False(client.World.HasAuthorised(client.Maren.Id));
        Assert.Empty(client.World.Calls);
    }

    [Fact]
    public async Task The_page_shows_what_there_is_and_looks_again_by_itself()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        using var added = await client.AddAsync(client.Maren, "Maren <b>", client.RoleId("Veteran"));

        var page = await simulation.Http.GetStringAsync("/discord/");

        Assert.Contains("Maren &lt;b&gt;", page, StringComparison.Ordinal);
        Assert.Contains("PUT v10/guilds", page, StringComparison.Ordinal);
        Assert.Contains("fill=\"#3498db\"", page, StringComparison.Ordinal);
        Assert.Contains("http-equiv=\"refresh\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_holds_still_and_stays_up_when_discord_is_down()
    {
        await using var simulation = await Simulation.StartAsync();
        simulation.Control.AddFault(new Fault(SimulatedService.Discord, FaultKind.BadGateway));

        var page = await simulation.Http.GetStringAsync("/discord?refresh=off&search=veteran");

        Assert.DoesNotContain("http-equiv=\"refresh\"", page, StringComparison.Ordinal);
        Assert.Contains("yuna.tanabe.holt", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Jukebox#", page, StringComparison.Ordinal);
        Assert.Empty(simulation.Host.Requests.All);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
