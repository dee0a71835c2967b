using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Shared.Web.Errors;

/// <summary>The edge: whatever was thrown below ends here as an error page with a number that is in the log.</summary>
internal sealed class FaultMiddleware(RequestDelegate next, ILogger<FaultMiddleware> logger)
{
    // nginx's status for "the client went away"; nobody reads it.
    private const int ClientClosedRequest = 499;

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            if (!http.Response.HasStarted)
            {
                http.Response.StatusCode = ClientClosedRequest;
            }
        }
        catch (BadHttpRequestException bad) when (!http.Response.HasStarted)
        {
            // The sender's fault, so not an error of ours: the status page says what to do.
            logger.LogInformation("Refused a request that is not valid: {Reason}", bad.Message);
            http.Response.Clear();
            http.Response.StatusCode = bad.StatusCode;
            await ErrorPages.StatusAsync(http);
        }
        catch (Exception fault) when (!http.Response.HasStarted)
        {
            // Everything else is a fault of ours, whatever its type.
            http.SetEndpoint(null);
            await http.RequestServices.GetRequiredService<ErrorPages>().FaultAsync(http, fault);
        }
    }
}
