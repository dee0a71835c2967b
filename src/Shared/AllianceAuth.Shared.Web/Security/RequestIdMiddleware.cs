using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Shared.Web.Security;

/// <summary>Gives each request an id that stands in its answer and in every line it logs.</summary>
internal sealed class RequestIdMiddleware(RequestDelegate next, ILogger<RequestIdMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        http.TraceIdentifier = Guid.CreateVersion7().ToString("N");
        http.Response.Headers["X-Request-Id"] = http.TraceIdentifier;
        using (logger.BeginScope(new KeyValuePair<string, object>[] { new("RequestId", http.TraceIdentifier) }))
        {
            await next(http);
        }
    }
}
