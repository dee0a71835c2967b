using System.Net;
using System.Net.Http.Headers;
using System.Text;
using AllianceAuth.Shared.Services;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.Discord.Api;

/// <summary>The calls of Discord's API that we make, version 10. Longer texts than Discord takes are cut. DISC-021, DISC-022.</summary>
internal sealed class DiscordApi(DiscordDoor door, IOptions<DiscordSettings> settings)
{
    /// <summary>Longest name of a role.</summary>
    public const int LongestRoleName = 100;

    private const int LongestNick = 32;

    private string Guild => $"guilds/{settings.Value.Guild}";

    /// <summary>False lets the calls of this object pass by the window of requests; a 429 still holds. DISC-028.</summary>
    public bool Counts { get; set; } = true;

    /// <summary>Changes the pilot's code for a token. DISC-005.</summary>
    /// <returns>Null when Discord does not know the code any more.</returns>
    public async Task<string?> RedeemAsync(string code, string callback, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Value.OAuthTokenUrl);
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.Value.AppId}:{settings.Value.AppSecret}")));
        request.Content = new FormUrlEncodedContent([new("grant_type", "authorization_code"), new("code", code), new("redirect_uri", callback)]);
        var answer = await door.SendAsync("POST oauth2/token", request, Counts, cancellationToken);
        return answer.Status switch
        {
            HttpStatusCode.OK => answer.Read<TokenBody>().AccessToken ?? throw DiscordDoor.Nonsense(answer),
            HttpStatusCode.BadRequest => null,
            HttpStatusCode.Unauthorized => throw ServiceException.Misconfigured("services.discord.trouble.client"),
            _ => throw DiscordDoor.Nonsense(answer),
        };
    }

    /// <summary>Who let us have the token; null when it does not hold any more. DISC-006.</summary>
    public async Task<DiscordPerson?> WhoAsync(string accessToken, CancellationToken cancellationToken)
    {
        using var request = New(HttpMethod.Get, "users/@me");
        request.Headers.Authorization = new("Bearer", accessToken);
        var answer = await door.SendAsync("GET users/@me of pilots", request, Counts, cancellationToken);
        return answer.Status is HttpStatusCode.Unauthorized ? null : DiscordDoor.Checked(answer).Read<DiscordPerson>();
    }

    /// <summary>The bot itself.</summary>
    public Task<DiscordPerson> WhoAsync(CancellationToken cancellationToken) => GetAsync<DiscordPerson>("users/@me", "GET users/@me", cancellationToken);

    public Task<DiscordGuild> GuildAsync(CancellationToken cancellationToken) => GetAsync<DiscordGuild>(Guild, "GET guild", cancellationToken);

    /// <summary>There is always at least the role of everybody. DISC-034.</summary>
    public async Task<IReadOnlyList<DiscordRole>> RolesAsync(CancellationToken cancellationToken)
    {
        using var request = New(HttpMethod.Get, $"{Guild}/roles");
        var answer = DiscordDoor.Checked(await SendAsync("GET roles", request, cancellationToken));
        return answer.Read<IReadOnlyList<DiscordRole>>() is { Count: > 0 } roles ? roles : throw DiscordDoor.Nonsense(answer);
    }

    /// <summary>A role that grants nothing by itself.</summary>
    public async Task<DiscordRole> CreateRoleAsync(string name, CancellationToken cancellationToken)
    {
        using var request = New(HttpMethod.Post, $"{Guild}/roles", new { name = Domain.UniqueNames.Cut(name, LongestRoleName), permissions = "0" });
        return DiscordDoor.Checked(await door.SendAsync(CreateRoleRoute, request, Counts, cancellationToken)).Read<DiscordRole>();
    }

    /// <summary>The route whose limit is two days long: its headers tell of about 250 roles, what is left of them, and of a reset that may be many hours off.</summary>
    public const string CreateRoleRoute = "POST roles";

    /// <returns>Whether it was there.</returns>
    public async Task<bool> DeleteRoleAsync(long role, CancellationToken cancellationToken)
    {
        using var request = New(HttpMethod.Delete, $"{Guild}/roles/{role}");
        var answer = await SendAsync("DELETE role", request, cancellationToken);
        return answer.Code is not DiscordCodes.UnknownRole && DiscordDoor.Checked(answer).Status is HttpStatusCode.NoContent;
    }

    /// <returns>Null when the user is not in the server.</returns>
    public async Task<DiscordMember?> MemberAsync(long user, CancellationToken cancellationToken)
    {
        using var request = New(HttpMethod.Get, $"{Guild}/members/{user}");
        var answer = await SendAsync("GET member", request, cancellationToken);
        return IsNoMember(answer) ? null : DiscordDoor.Checked(answer).Read<DiscordMember>();
    }

    /// <returns>False when the user was in the server already, and then nothing was changed. DISC-064.</returns>
    public async Task<bool> JoinAsync(long user, MemberChange change, CancellationToken cancellationToken)
    {
        using var request = New(HttpMethod.Put, $"{Guild}/members/{user}", Fit(change));
        var answer = DiscordDoor.Checked(await SendAsync("PUT member", request, cancellationToken));
        return answer.Status switch
        {
            HttpStatusCode.Created => true,
            HttpStatusCode.NoContent => false,
            _ => throw DiscordDoor.Nonsense(answer),
        };
    }

    /// <returns>False when the user is not in the server.</returns>
    /// <exception cref="ArgumentException">Nothing would change. DISC-020.</exception>
    public async Task<bool> ModifyAsync(long user, MemberChange change, CancellationToken cancellationToken)
    {
        if (change.IsEmpty)
        {
            throw new ArgumentException("Neither roles nor nick.", nameof(change));
        }

        using var request = New(HttpMethod.Patch, $"{Guild}/members/{user}", Fit(change));
        var answer = await SendAsync("PATCH member", request, cancellationToken);
        return !IsNoMember(answer) && DiscordDoor.Checked(answer).Status is HttpStatusCode.OK or HttpStatusCode.NoContent;
    }

    /// <summary>Passes by the window: who has to go does not wait behind changes. Its bucket, which Discord tells of by headers, and a 429 hold.</summary>
    /// <returns>False when the user is not in the server.</returns>
    public async Task<bool> KickAsync(long user, CancellationToken cancellationToken)
    {
        using var request = New(HttpMethod.Delete, $"{Guild}/members/{user}");
        var answer = await door.SendAsync("DELETE member", request, counts: false, cancellationToken);
        return !IsNoMember(answer) && DiscordDoor.Checked(answer).Status is HttpStatusCode.NoContent;
    }

    private static bool IsNoMember(DiscordAnswer answer) => answer is { Status: HttpStatusCode.NotFound, Code: DiscordCodes.UnknownMember or DiscordCodes.UnknownUser };

    private static MemberChange Fit(MemberChange change) => change with
    {
        Nick = change.Nick is { } nick ? Domain.UniqueNames.Cut(nick, LongestNick) : null,
        Roles = change.Roles is { } roles ? [.. roles.Distinct()] : null,
    };

    private async Task<T> GetAsync<T>(string path, string route, CancellationToken cancellationToken)
    {
        using var request = New(HttpMethod.Get, path);
        return DiscordDoor.Checked(await SendAsync(route, request, cancellationToken)).Read<T>();
    }

    private Task<DiscordAnswer> SendAsync(string route, HttpRequestMessage request, CancellationToken cancellationToken) =>
        door.SendAsync(route, request, Counts, cancellationToken);

    private HttpRequestMessage New(HttpMethod method, string path, object? body = null)
    {
        var request = new HttpRequestMessage(method, settings.Value.ApiBaseUrl + path);
        request.Headers.Authorization = new("Bot", settings.Value.BotToken);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Add("X-RateLimit-Precision", "millisecond");
        request.Content = body is null ? null : System.Net.Http.Json.JsonContent.Create(body, options: DiscordJson.Options);
        return request;
    }

    private sealed record TokenBody(string? AccessToken);
}
