using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Shared.Web.Security;

/// <summary>Gives each request an id that stands in its answer and in every line it logs.</summary>
internal sealed class RequestIdMiddleware(RequestDelegate next, ILogger<RequestIdMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        // Unique, but no secret and in no order: it need not ask the system for randomness, as a Guid does.
        http.TraceIdentifier = ActivityTraceId.CreateRandom().ToHexString();
        http.Response.Headers["X-Request-Id"] = http.TraceIdentifier;
        using (logger.BeginScope(new KeyValuePair<string, object>[] { new("RequestId", http.TraceIdentifier) }))
        {
            await next(http);
        }
    }
}
