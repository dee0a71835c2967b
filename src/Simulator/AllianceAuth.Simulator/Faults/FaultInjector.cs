using System.Globalization;
using AllianceAuth.Simulator.Discord;

namespace AllianceAuth.Simulator.Faults;

/// <summary>Stands before the services and lets the planned faults happen.</summary>
internal sealed class FaultInjector(FaultPlan plan, TimeProvider clock)
{
    private const string Html = "text/html; charset=utf-8";
    private const string Json = "application/json; charset=utf-8";

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        var faults = SimulatedServices.Of(http.Request.Path) is { } service ? plan.Strike(service, http.Request.Path) : [];
        foreach (var slow in faults.Where(f => f.Kind == FaultKind.Slow))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(slow.DelayMs), clock, http.RequestAborted);
        }

        if (faults.FirstOrDefault(f => f.Kind != FaultKind.Slow) is { } fault)
        {
            await FailAsync(http, fault);
            return;
        }

        await next(http);
    }

    private static Task FailAsync(HttpContext http, Fault fault)
    {
        var headers = http.Response.Headers;
        switch (fault.Kind)
        {
            case FaultKind.BadGateway:
                return WriteAsync(http, 502, Html, "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>");
            case FaultKind.Unavailable when fault.Service == SimulatedService.Esi:
                return WriteAsync(http, 503, Json, """{"error":"The datasource tranquility is temporarily unavailable"}""");
            case FaultKind.Unavailable when fault.Service == SimulatedService.Discord:
                return WriteAsync(http, 503, Json, """{"message":"API resource is currently overloaded. Try again a little later","code":130000}""");
            case FaultKind.Unavailable:
                return WriteAsync(http, 503, Html, "<html><head><title>Down for maintenance</title></head><body><h1>We will be back soon</h1></body></html>");
            case FaultKind.Timeout when fault.Service == SimulatedService.Esi:
                return WriteAsync(http, 504, Json, """{"error":"Timeout contacting tranquility","timeout":10}""");
            case FaultKind.Timeout:
                return WriteAsync(http, 504, Html, "<html><head><title>504 Gateway Time-out</title></head><body><center><h1>504 Gateway Time-out</h1></center></body></html>");
            case FaultKind.RateLimited when fault.Service == SimulatedService.Discord:
                return DiscordFrontDoor.RateLimitedAsync(http, TimeSpan.FromSeconds(fault.Seconds));
            case FaultKind.RateLimited:
                headers.RetryAfter = fault.Seconds.ToString(CultureInfo.InvariantCulture);
                return WriteAsync(http, 429, Json, """{"error":"Rate limit exceeded"}""");
            case FaultKind.ErrorLimited:
                headers["X-Esi-Error-Limit-Remain"] = "0";
                headers["X-Esi-Error-Limit-Reset"] = fault.Seconds.ToString(CultureInfo.InvariantCulture);
                return WriteAsync(http, 420, Json, """{"error":"This software has exceeded the error limit for ESI. If you are a user, please contact the maintainer of this software."}""");
            case FaultKind.NotFound when fault.Service == SimulatedService.Discord:
                return WriteAsync(http, 404, Json, """{"message":"404: Not Found","code":0}""");
            case FaultKind.NotFound:
                return WriteAsync(http, 404, Json, """{"error":"Not found"}""");
            case FaultKind.Malformed:
                return WriteAsync(http, 200, Json, """{"name": "half a sen""");
            case FaultKind.Cut:
                return CutAsync(http);
            default:
                throw new InvalidOperationException($"No answer is written for the fault {fault.Kind}.");
        }
    }

    private static Task WriteAsync(HttpContext http, int status, string type, string body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        return http.Response.WriteAsync(body);
    }

    private static async Task CutAsync(HttpContext http)
    {
        http.Response.ContentLength = 4_096;
        http.Response.ContentType = Json;
        await http.Response.WriteAsync("{");
        await http.Response.Body.FlushAsync();
        http.Abort();
    }
}
