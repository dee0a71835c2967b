using System.Globalization;

namespace AllianceAuth.Simulator.Discord;

/// <summary>Tells a client to wait, as Discord or the network before it does.</summary>
internal static class TooManyRequests
{
    // Clients of old versions are told in milliseconds.
    private const int FirstVersionInSeconds = 8;

    public static Task WriteAsync(HttpContext http, WaitLedger ledger, RateLimitScope scope, TimeSpan wait)
    {
        ledger.Told(http, wait, isGlobal: scope is RateLimitScope.Global or RateLimitScope.Network);
        var headers = http.Response.Headers;
        http.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        if (scope == RateLimitScope.Network)
        {
            http.Response.ContentType = "text/html; charset=utf-8";
            return http.Response.WriteAsync("<html><head><title>Access denied | discord.com used to restrict access</title></head><body><h1>Error 1015</h1><p>You are being rate limited</p></body></html>");
        }

        headers["X-RateLimit-Scope"] = scope.ToString().ToLowerInvariant();
        if (scope == RateLimitScope.Global)
        {
            headers["X-RateLimit-Global"] = "true";
        }

        var milliseconds = Math.Round(wait.TotalMilliseconds);
        object retryAfter = DiscordPath.Of(http).Version < FirstVersionInSeconds ? (long)milliseconds : milliseconds / 1_000;
        return Results.Json(new { message = "You are being rate limited.", retry_after = retryAfter, global = scope == RateLimitScope.Global }, statusCode: StatusCodes.Status429TooManyRequests).ExecuteAsync(http);
    }
}
