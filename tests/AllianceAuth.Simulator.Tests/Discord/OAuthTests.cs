using System.Net;
using System.Web;
using AllianceAuth.Simulator.Tests.Support;

namespace AllianceAuth.Simulator.Tests.Discord;

public sealed class OAuthTests
{
    [Fact]
    public async Task The_page_offers_users_by_the_pilots_they_play()
    {
        await using var simulation = await Simulation.StartAsync();
        var query = string.Join('&', DiscordClient.Authorize(state: "a\"<b>").Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"));

        var page = await simulation.Http.GetStringAsync($"/discord/oauth2/authorize?{query}&user=lune+carrow");

        Assert.Contains("1 user", page, StringComparison.Ordinal);
        Assert.Contains("@maren.ostvik", page, StringComparison.Ordinal);
        Assert.Contains($"name=\"user_id\" value=\"{new DiscordClient(simulation).Maren.Id}\"", page, StringComparison.Ordinal);
        Assert.Contains("value=\"a&quot;&lt;b&gt;\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_account_has_a_user_of_its_own()
    {
        await using var simulation = await Simulation.StartAsync();

        var users = simulation.Host.Discord.Users;

        Assert.Equal(simulation.World.Accounts.Count, users.Count);
        Assert.Equal(users.Count, users.Select(u => u.Tag).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(users, u => Assert.True(u.Id > 1L << 53));
    }

    [Theory]
    [InlineData("/discord/oauth2/authorize")]
    [InlineData("/discord/api/oauth2/authorize")]
    [InlineData("/discord/api/v10/oauth2/authorize")]
    public async Task A_pick_goes_back_with_a_code_and_the_state(string address)
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        using var answer = await simulation.PostFormAsync(address, new(DiscordClient.Authorize(state: "a+b/c=&d")) { ["user_id"] = $"{client.Maren.Id}" });

        var query = HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
        Assert.StartsWith(DiscordClient.Callback, answer.Headers.Location.OriginalString, StringComparison.Ordinal);
        Assert.Equal(("a+b/c=&d", true), (query["state"], query["code"]!.Length > 10));
    }

    [Fact]
    public async Task A_refusal_goes_back_with_access_denied()
    {
        await using var simulation = await Simulation.StartAsync();

        using var answer = await simulation.PostFormAsync("/discord/oauth2/authorize", new(DiscordClient.Authorize()) { ["cancel"] = "1" });

        var query = HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
        Assert.Equal(("access_denied", "Qm3x"), (query["error"], query["state"]));
    }

    [Theory]
    [InlineData("client_id", "5")]
    [InlineData("redirect_uri", "https://auth.example.test/discord/callback")]
    [InlineData("response_type", "token")]
    public async Task A_request_that_is_not_sound_ends_on_an_error_page(string parameter, string value)
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        using var answer = await client.PickAsync(client.Maren, new(DiscordClient.Authorize()) { [parameter] = value });

        Assert.Equal((HttpStatusCode.BadRequest, null), (answer.StatusCode, answer.Headers.Location));
    }

    [Fact]
    public async Task An_unknown_scope_goes_back_with_an_error()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        using var answer = await client.PickAsync(client.Maren, DiscordClient.Authorize("identify sing"));

        Assert.Equal("invalid_scope", HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["error"]);
    }

    [Fact]
    public async Task A_code_becomes_a_token_that_says_who_it_is()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        using var answer = await client.RedeemAsync(await client.CodeAsync(client.Maren));

        var token = await answer.JsonAsync();
        Assert.Equal(("Bearer", 604_800, DiscordClient.Scope), (token.GetProperty("token_type").GetString(), token.GetProperty("expires_in").GetInt32(), token.GetProperty("scope").GetString()));
        var me = await client.GetAsync("/users/@me", $"Bearer {token.GetProperty("access_token").GetString()}");
        Assert.Equal(($"{client.Maren.Id}", "maren.ostvik", "0"), (me.GetProperty("id").GetString(), me.GetProperty("username").GetString(), me.GetProperty("discriminator").GetString()));
    }

    [Fact]
    public async Task The_secret_may_stand_in_the_body()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "authorization_code",
            ["code"] = await client.CodeAsync(client.Maren),
            ["redirect_uri"] = DiscordClient.Callback,
            ["client_id"] = $"{DiscordClient.Usual.ClientId}",
            ["client_secret"] = DiscordClient.Usual.ClientSecret,
        };

        using var answer = await client.SendAsync("POST", "/oauth2/token", new FormUrlEncodedContent(form), authorization: "");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task A_code_is_worth_one_token()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        var code = await client.CodeAsync(client.Maren);
        using var first = await client.RedeemAsync(code);

        using var second = await client.RedeemAsync(code);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (second.StatusCode, await second.ErrorAsync()));
    }

    [Fact]
    public async Task A_code_is_worth_nothing_for_another_redirect()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        using var answer = await client.RedeemAsync(await client.CodeAsync(client.Maren), "https://elsewhere.example.test/");

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (answer.StatusCode, await answer.ErrorAsync()));
    }

    [Fact]
    public async Task A_wrong_secret_is_an_invalid_client()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);

        using var answer = await client.TokenAsync(new() { ["grant_type"] = "authorization_code", ["code"] = await client.CodeAsync(client.Maren) }, $"{DiscordClient.Usual.ClientId}:guess");

        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (answer.StatusCode, await answer.ErrorAsync()));
    }

    [Fact]
    public async Task A_refresh_ends_the_token_before_it()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        using var first = await client.RedeemAsync(await client.CodeAsync(client.Maren));
        var before = await first.JsonAsync();

        using var second = await client.TokenAsync(new() { ["grant_type"] = "refresh_token", ["refresh_token"] = before.GetProperty("refresh_token").GetString()! });

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal((401, 0), await client.TryAsync("GET", "/users/@me", authorization: $"Bearer {before.GetProperty("access_token").GetString()}"));
    }

    [Fact]
    public async Task A_revocation_ends_all_that_the_user_allowed()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        var (one, other) = (await client.LinkAsync(client.Maren), await client.LinkAsync(client.Maren));

        using var answer = await client.TokenAsync(new() { ["token"] = one }, path: "/oauth2/token/revoke");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.False(client.World.HasAuthorised(client.Maren.Id));
        Assert.Equal((401, 0), await client.TryAsync("GET", "/users/@me", authorization: $"Bearer {other}"));
    }

    [Fact]
    public async Task A_token_ends_after_a_week()
    {
        await using var simulation = await Simulation.StartAsync();
        var client = new DiscordClient(simulation);
        var token = await client.LinkAsync(client.Maren);

        simulation.Clock.Advance(TimeSpan.FromDays(7));

        Assert.Equal((401, 0), await client.TryAsync("GET", "/users/@me", authorization: $"Bearer {token}"));
    }

    [Fact]
    public async Task An_old_account_has_four_digits()
    {
        await using var simulation = await Simulation.StartAsync();

        Assert.Contains(simulation.Host.Discord.Users, u => u.Discriminator.Length == 4 && u.GlobalName is null);
    }

    [Fact]
    public async Task An_invited_bot_comes_in_with_its_role_at_the_bottom()
    {
        await using var simulation = await Simulation.StartAsync(discord: DiscordClient.Usual with { BotIsInGuild = false });
        var client = new DiscordClient(simulation);
        Assert.Equal((404, 10004), await client.TryAsync("GET", client.Guild));

        using var answer = await client.PickAsync(client.Owner, new() { ["client_id"] = $"{DiscordClient.Usual.ClientId}", ["scope"] = "bot", ["permissions"] = "402653187" });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(client.World.BotIsInGuild);
        var ranks = client.World.Roles;
        Assert.Equal(("Alliance Auth", 402653187L, "@everyone"), (ranks[^2].Name, ranks[^2].Permissions, ranks[^1].Name));
    }

    [Fact]
    public async Task Not_everybody_may_invite_a_bot()
    {
        await using var simulation = await Simulation.StartAsync(discord: DiscordClient.Usual with { BotIsInGuild = false });
        var client = new DiscordClient(simulation);

        using var answer = await client.PickAsync(client.Yuna, new() { ["client_id"] = $"{DiscordClient.Usual.ClientId}", ["scope"] = "bot", ["permissions"] = "8" });

        Assert.Equal((HttpStatusCode.Forbidden, false), (answer.StatusCode, client.World.BotIsInGuild));
    }
}
