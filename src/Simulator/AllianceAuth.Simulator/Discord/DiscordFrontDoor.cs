using System.Text.RegularExpressions;
using AllianceAuth.Simulator.Requests;

namespace AllianceAuth.Simulator.Discord;

/// <summary>The network before Discord: looks at who calls, shuts out who does not listen, and notes what a good client does not do.</summary>
internal sealed partial class DiscordFrontDoor(SimulatedDiscord discord, DiscordLimits limits, WaitLedger ledger)
{
    // People open this one in a browser.
    private const string AuthorizePath = "/oauth2/authorize";

    private static readonly object SharedKey = new();
    private static readonly object LedgerKey = new();

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments(DiscordPath.Api, StringComparison.OrdinalIgnoreCase) || DiscordPath.Of(http).Path == AuthorizePath)
        {
            await next(http);
            return;
        }

        var address = WaitLedger.Address(http);
        http.Items[LedgerKey] = ledger;
        var isWelcome = Look(http);
        if (limits.Ban(address) is { } ban)
        {
            await TooManyRequests.WriteAsync(http, ledger, RateLimitScope.Network, ban);
            return;
        }

        if (!isWelcome && discord.Settings.StrictUserAgent)
        {
            await WriteAsync(http, DiscordAnswer.Error(403, 40333, "internal network error"));
        }
        else if (!DiscordPath.Of(http).IsServed)
        {
            await WriteAsync(http, DiscordAnswer.Error(400, 50041, "Invalid API version provided."));
        }
        else
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: 404 or 405 })
            {
                await WriteAsync(http, DiscordAnswer.Error(http.Response.StatusCode, 0, http.Response.StatusCode == 404 ? "404: Not Found" : "405: Method Not Allowed"));
            }
        }

        if (http.Response.StatusCode is 401 or 403 or 429 && !http.Items.ContainsKey(SharedKey))
        {
            limits.CountInvalid(address);
        }
    }

    /// <summary>What a fault writes, so that its waiting is kept to as well.</summary>
    public static Task RateLimitedAsync(HttpContext http, TimeSpan wait) =>
        http.Items[LedgerKey] is WaitLedger known
            ? TooManyRequests.WriteAsync(http, known, RateLimitScope.User, wait)
            : Results.StatusCode(StatusCodes.Status429TooManyRequests).ExecuteAsync(http);

    /// <summary>The answer is not the caller's fault.</summary>
    public static void DoNotCount(HttpContext http) => http.Items[SharedKey] = true;

    public static async Task WriteAsync(HttpContext http, DiscordAnswer answer)
    {
        if (answer.Body is null)
        {
            http.Response.StatusCode = answer.Status;
            return;
        }

        await Results.Json(answer.Body, statusCode: answer.Status).ExecuteAsync(http);
    }

    /// <returns>Whether the caller says who it is, in the form that Discord asks for.</returns>
    private bool Look(HttpContext http)
    {
        if (ledger.ShouldWait(http))
        {
            RequestRecorder.Report(http, Violation.SentWhileToldToWait);
        }

        var agent = http.Request.Headers.UserAgent.ToString();
        var isWelcome = UserAgent().IsMatch(agent);
        if (!isWelcome)
        {
            RequestRecorder.Report(http, agent.Length == 0 ? Violation.MissingUserAgent : Violation.WrongUserAgent);
        }

        return isWelcome;
    }

    [GeneratedRegex(@"^DiscordBot \(https?://[^,\s]+, [^)]+\)", RegexOptions.NonBacktracking)]
    private static partial Regex UserAgent();
}
