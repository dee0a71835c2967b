using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Web;
using AllianceAuth.Simulator.Discord;

namespace AllianceAuth.Simulator.Tests.Support;

/// <summary>A client as Discord wants them, and shortcuts to who is who.</summary>
internal sealed class DiscordClient(Simulation simulation)
{
    public const string Callback = "https://auth.example.test/discord/callback/";
    public const string Scope = "identify guilds.join guilds.members.read";
    public const string Agent = "DiscordBot (https://auth.example.test, 1.2.0)";

    public static DiscordOptions Usual { get; } = new() { Callbacks = [Callback] };

    public SimulatedDiscord World => simulation.Host.Discord;

    public DiscordControl Control => simulation.Control.Discord;

    /// <summary>Not in the guild.</summary>
    public DiscordUser Maren => World.User("maren.ostvik");

    /// <summary>In the guild, a veteran and a booster.</summary>
    public DiscordUser Yuna => World.User("yuna.tanabe.holt");

    public DiscordUser Owner => World.User("ilan.serrow");

    public string Guild { get; } = $"/guilds/{Usual.GuildId}";

    public string Bot => $"Bot {World.BotToken}";

    public string MemberPath(DiscordUser user) => $"{Guild}/members/{user.Id}";

    public long RoleId(string name) => World.Role(name)!.Id;

    public async Task<HttpResponseMessage> SendAsync(string method, string path, object? body = null, string? authorization = null, string version = "/v10", string? agent = Agent, string? reason = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/discord/api{version}{path}");
        request.Headers.TryAddWithoutValidation("Authorization", authorization ?? Bot);
        request.Headers.UserAgent.Clear();
        request.Headers.TryAddWithoutValidation("User-Agent", agent);
        request.Headers.TryAddWithoutValidation("X-Audit-Log-Reason", reason);
        request.Content = body switch { null => null, HttpContent content => content, _ => JsonContent.Create(body) };
        return await simulation.Http.SendAsync(request);
    }

    public async Task<JsonElement> GetAsync(string path, string? authorization = null)
    {
        using var answer = await SendAsync("GET", path, authorization: authorization);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.JsonAsync();
    }

    /// <returns>HTTP status and Discord's code.</returns>
    public async Task<(int Status, int? Code)> TryAsync(string method, string path, object? body = null, string? authorization = null, string version = "/v10")
    {
        using var answer = await SendAsync(method, path, body, authorization, version);
        var isJson = answer.Content.Headers.ContentType?.MediaType == "application/json";
        return ((int)answer.StatusCode, isJson && await answer.JsonAsync() is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("code", out var code) ? code.GetInt32() : null);
    }

    public static Dictionary<string, string> Authorize(string scope = Scope, string? state = "Qm3x")
    {
        var parameters = new Dictionary<string, string> { ["response_type"] = "code", ["client_id"] = $"{Usual.ClientId}", ["scope"] = scope, ["redirect_uri"] = Callback };
        if (state is not null)
        {
            parameters["state"] = state;
        }

        return parameters;
    }

    /// <summary>Presses the button of a user.</summary>
    public Task<HttpResponseMessage> PickAsync(DiscordUser user, Dictionary<string, string>? parameters = null) =>
        simulation.PostFormAsync("/discord/oauth2/authorize", new(parameters ?? Authorize()) { ["user_id"] = $"{user.Id}" });

    public async Task<string> CodeAsync(DiscordUser user, string scope = Scope)
    {
        using var answer = await PickAsync(user, Authorize(scope));
        return HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"]!;
    }

    public async Task<HttpResponseMessage> TokenAsync(Dictionary<string, string> form, string? basic = null, string path = "/oauth2/token") =>
        await SendAsync("POST", path, new FormUrlEncodedContent(form), $"Basic {Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(basic ?? $"{Usual.ClientId}:{Usual.ClientSecret}"))}");

    public Task<HttpResponseMessage> RedeemAsync(string code, string redirect = Callback) =>
        TokenAsync(new() { ["grant_type"] = "authorization_code", ["code"] = code, ["redirect_uri"] = redirect });

    /// <summary>Links a user and gives the access token.</summary>
    public async Task<string> LinkAsync(DiscordUser user, string scope = Scope)
    {
        using var answer = await RedeemAsync(await CodeAsync(user, scope));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.JsonAsync()).GetProperty("access_token").GetString()!;
    }

    public async Task<HttpResponseMessage> AddAsync(DiscordUser user, string? nick = null, params long[] roles) =>
        await SendAsync("PUT", MemberPath(user), new { access_token = await LinkAsync(user), nick, roles = roles.Select(r => $"{r}") });
}
