using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Web;
using AllianceAuth.Simulator.Control;
using AllianceAuth.Simulator.Discord;
using AllianceAuth.Simulator.Universe;
using AllianceAuth.Testing;

namespace AllianceAuth.Simulator.Tests.Support;

/// <summary>What the token endpoint gave.</summary>
internal sealed record Tokens(string Access, string? Refresh, int ExpiresIn);

/// <summary>A simulator on a still clock and a browser-like client that follows no redirects.</summary>
internal sealed class Simulation : IAsyncDisposable
{
    public const string ClientId = "0123456789abcdef0123456789abcdef";
    public const string Secret = "simulated-secret";
    public const string Callback = "https://auth.example.test/sso/callback/";
    public const string LocationScope = "esi-location.read_location.v1";
    public const long Maren = 2112000001;
    public const long CinderAndQuill = 98000001;
    public const long Lanternfall = 99000001;

    private Simulation(SimulatorHost host, FakeClock clock)
    {
        Host = host;
        Clock = clock;
        Http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(host.Address) };
        Http.DefaultRequestHeaders.UserAgent.ParseAdd("simulator-tests/1.0 (tests@example.test)");
    }

    public SimulatorHost Host { get; }

    public FakeClock Clock { get; }

    public HttpClient Http { get; }

    public World World => Host.Universe;

    public SimulatorControl Control => Host.Control;

    public static async Task<Simulation> StartAsync(int seed = 1, int extraCharacters = 0, string? stateFile = null, int afterDays = 0, DiscordOptions? discord = null)
    {
        var clock = FakeClock.Still(new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.Zero).AddDays(afterDays), FakeTimers.WhenAdvanced);
        return new(await SimulatorHost.StartAsync(new() { Time = clock, Seed = seed, ExtraCharacters = extraCharacters, Callbacks = [Callback], StateFile = stateFile, Discord = discord ?? DiscordClient.Usual }), clock);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
    }

    public static Dictionary<string, string> Authorize(string scope = "publicData", string state = "Jx9wQ2mZ") => new()
    {
        ["response_type"] = "code",
        ["client_id"] = ClientId,
        ["redirect_uri"] = Callback,
        ["scope"] = scope,
        ["state"] = state,
    };

    /// <summary>The address the site would send a browser to.</summary>
    public static string AuthorizeAddress(Dictionary<string, string> parameters) =>
        $"/sso/v2/oauth/authorize?{string.Join('&', parameters.Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value)}"))}";

    /// <summary>Presses the button of a pilot.</summary>
    public Task<HttpResponseMessage> PickAsync(long characterId, Dictionary<string, string> parameters) =>
        PostFormAsync("/sso/v2/oauth/authorize", new(parameters) { ["character_id"] = $"{characterId}" });

    /// <summary>The code out of the redirect.</summary>
    public async Task<string> CodeAsync(long characterId, Dictionary<string, string> parameters)
    {
        using var response = await PickAsync(characterId, parameters);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return HttpUtility.ParseQueryString(response.Headers.Location!.Query)["code"]!;
    }

    public Task<HttpResponseMessage> TokenAsync(params (string Name, string Value)[] fields) => TokenAsync(Secret, fields);

    public Task<HttpResponseMessage> TokenAsync(string secret, (string Name, string Value)[] fields, string path = "token") =>
        PostFormAsync($"/sso/v2/oauth/{path}", fields.ToDictionary(f => f.Name, f => f.Value), $"{ClientId}:{secret}");

    public Task<HttpResponseMessage> RedeemAsync(string code) => TokenAsync(("grant_type", "authorization_code"), ("code", code));

    public Task<HttpResponseMessage> RefreshAsync(string refreshToken, params (string Name, string Value)[] more) =>
        TokenAsync([("grant_type", "refresh_token"), ("refresh_token", refreshToken), .. more]);

    public async Task<Tokens> SignInAsync(long characterId = Maren, string scope = "publicData")
    {
        using var response = await RedeemAsync(await CodeAsync(characterId, Authorize(scope)));
        return await TokensAsync(response);
    }

    public static async Task<Tokens> TokensAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var body = await response.JsonAsync();
        Assert.Equal("Bearer", body.GetProperty("token_type").GetString());
        return new(body.GetProperty("access_token").GetString()!, body.GetProperty("refresh_token").GetString(), body.GetProperty("expires_in").GetInt32());
    }

    public async Task<HttpResponseMessage> PostFormAsync(string path, Dictionary<string, string> fields, string? basic = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) };
        if (basic is not null)
        {
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(basic)));
        }

        return await Http.SendAsync(request);
    }

    public async Task<HttpResponseMessage> GetAsync(string path, string? accessToken = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accessToken is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Http.SendAsync(request);
    }

    public async Task<JsonElement> JsonAsync(string path, string? accessToken = null)
    {
        using var response = await GetAsync(path, accessToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return await response.JsonAsync();
    }

    public Task<HttpResponseMessage> PostJsonAsync(string path, object body) => Http.PostAsJsonAsync(path, body);

    public async Task<JsonElement> AffiliationAsync(long characterId)
    {
        using var response = await PostJsonAsync("/esi/characters/affiliation", new[] { characterId });
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return (await response.JsonAsync())[0];
    }
}

internal static class Responses
{
    /// <summary>The body, which may be asked for again.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage response)
    {
        using var document = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    public static async Task<string> ErrorAsync(this HttpResponseMessage response) => (await response.JsonAsync()).GetProperty("error").GetString()!;

    public static async Task<string> DescriptionAsync(this HttpResponseMessage response) => (await response.JsonAsync()).GetProperty("error_description").GetString()!;

    public static string Header(this HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) || response.Content.Headers.TryGetValues(name, out values) ? string.Join(", ", values) : "";
}
