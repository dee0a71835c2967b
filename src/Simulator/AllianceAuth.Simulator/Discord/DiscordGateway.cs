using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AllianceAuth.Simulator.Discord;

/// <summary>Every call of the API goes through here: who calls, the limits, the body, the answer, the record.</summary>
internal sealed class DiscordGateway(SimulatedDiscord discord, DiscordLimits limits, StormPlan storms, WaitLedger ledger, TimeProvider clock)
{
    private const int LongestReason = 512;

    public void Map(IEndpointRouteBuilder endpoints)
    {
        foreach (var route in (IEnumerable<RestRoute>)[.. GuildRoutes.All, .. MemberRoutes.All, .. UserRoutes.All])
        {
            endpoints.MapMethods($"{DiscordPath.Api}{route.Path}", [route.Method], http => HandleAsync(http, route));
        }
    }

    private async Task HandleAsync(HttpContext http, RestRoute route)
    {
        var caller = WhoCalls(http.Request);
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync(http.RequestAborted);
        int? code = null;
        if (caller is null)
        {
            code = 0;
            await DiscordFrontDoor.WriteAsync(http, DiscordAnswer.Unauthorized);
        }
        else if (!await IsHeldBackAsync(http, route, caller))
        {
            var answer = Answer(http, route, caller, body);
            code = answer.Code;
            await DiscordFrontDoor.WriteAsync(http, answer);
        }

        var path = DiscordPath.Of(http);
        discord.Record(new(clock.GetUtcNow(), route.Method, path.Path, path.Version, caller?.Name ?? "", WithoutTokens(body), Reason(http.Request), http.Response.StatusCode, code));
    }

    private Caller? WhoCalls(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var sent) || sent.Parameter is not { } token)
        {
            return null;
        }

        if (sent.Scheme == "Bot" && token == discord.BotToken)
        {
            return new("bot", null);
        }

        return sent.Scheme == "Bearer" && discord.Grants.Find(token, clock.GetUtcNow()) is { } grant && discord.AllUsers.Find(grant.UserId) is { } user ? new(user.Tag, grant) : null;
    }

    /// <summary>Writes the bucket's headers, and the 429 if it comes to that.</summary>
    private async Task<bool> IsHeldBackAsync(HttpContext http, RestRoute route, Caller caller)
    {
        if (limits.TakeGlobal(caller.Name) is { } pause)
        {
            await TooManyRequests.WriteAsync(http, ledger, RateLimitScope.Global, pause);
            return true;
        }

        var now = clock.GetUtcNow();
        var storm = storms.Strike(http.Request.Path);
        if (storm?.Scope is RateLimitScope.Global or RateLimitScope.Network)
        {
            await TooManyRequests.WriteAsync(http, ledger, storm.Scope, TimeSpan.FromSeconds(storm.Seconds));
            return true;
        }

        var state = limits.Take(caller.Name, route.Bucket, route.Path.StartsWith("/guilds", StringComparison.Ordinal) ? (string)http.Request.RouteValues["guild"]! : "");
        if (storm is not null)
        {
            state = state with { Remaining = 0, ResetAt = now.AddSeconds(storm.Seconds), IsTaken = false };
        }

        WriteHeaders(http.Response.Headers, route, state, now);
        if (state.IsTaken)
        {
            return false;
        }

        if (storm?.Scope == RateLimitScope.Shared)
        {
            DiscordFrontDoor.DoNotCount(http);
        }

        await TooManyRequests.WriteAsync(http, ledger, storm?.Scope ?? RateLimitScope.User, state.ResetAt - now);
        return true;
    }

    private DiscordAnswer Answer(HttpContext http, RestRoute route, Caller caller, string body)
    {
        try
        {
            if (route.Caller == RestCaller.Bot && caller.Grant is not null)
            {
                throw Refusals.OnlyForBots();
            }

            if (route.Caller == RestCaller.User && caller.Grant is null)
            {
                throw Refusals.NotForBots();
            }

            var call = new RestCall(discord, http.Request, DiscordPath.Of(http).Version, caller.Grant, Parse(http.Request, body), clock.GetUtcNow());
            lock (discord.Lock)
            {
                return route.Answer(call);
            }
        }
        catch (CallRefusedException refused)
        {
            return refused.Answer;
        }
    }

    private static JsonElement? Parse(HttpRequest request, string body)
    {
        if (body.Length == 0)
        {
            return null;
        }

        if (!request.HasJsonContentType())
        {
            throw Refusals.InvalidForm("", "CONTENT_TYPE_INVALID", "Expected \"Content-Type\" header to be one of {'application/json'}.");
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            throw Refusals.NoJson();
        }
    }

    private static void WriteHeaders(IHeaderDictionary headers, RestRoute route, BucketState state, DateTimeOffset now)
    {
        headers["X-RateLimit-Limit"] = state.Limit.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Remaining"] = state.Remaining.ToString(CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset"] = (state.ResetAt.ToUnixTimeMilliseconds() / 1_000m).ToString("0.000", CultureInfo.InvariantCulture);
        headers["X-RateLimit-Reset-After"] = (state.ResetAt - now).TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture);
        headers["X-RateLimit-Bucket"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(route.Bucket)))[..16];
    }

    private static string Reason(HttpRequest request)
    {
        var reason = Uri.UnescapeDataString(request.Headers["X-Audit-Log-Reason"].ToString());
        return reason[..Math.Min(LongestReason, reason.Length)];
    }

    private static string WithoutTokens(string body)
    {
        if (!body.Contains("access_token", StringComparison.Ordinal))
        {
            return body;
        }

        try
        {
            var json = JsonNode.Parse(body)!;
            json["access_token"] = "…";
            return json.ToJsonString(new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        }
        catch (Exception unreadable) when (unreadable is JsonException or InvalidOperationException)
        {
            return "";
        }
    }

    /// <param name="Name">For the record and the limits.</param>
    /// <param name="Grant">Null for the bot.</param>
    private sealed record Caller(string Name, DiscordGrant? Grant);
}
