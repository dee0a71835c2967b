using System.Globalization;
using System.Text.RegularExpressions;

namespace AllianceAuth.Simulator.Requests;

/// <summary>Writes down each request to a simulated service, after it was answered.</summary>
internal sealed partial class RequestRecorder(RequestLog log, TimeProvider clock)
{
    private static readonly object ViolationsKey = new();

    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        // Our clock, not Kestrel's: a client compares Date with Expires.
        http.Response.Headers.Date = clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        if (SimulatedServices.Of(http.Request.Path) is not { } service)
        {
            await next(http);
            return;
        }

        var path = Secrets().Replace(http.Request.Path + http.Request.QueryString, "${name}…");
        List<Violation> violations = [];
        http.Items[ViolationsKey] = violations;
        try
        {
            await next(http);
        }
        finally
        {
            if (http.GetEndpoint() is null && http.Response.StatusCode == StatusCodes.Status404NotFound)
            {
                violations.Add(Violation.UnknownRoute);
            }

            log.Add(new SimulatedRequest(
                clock.GetUtcNow(),
                service,
                http.Request.Method,
                path,
                http.RequestAborted.IsCancellationRequested ? 0 : http.Response.StatusCode,
                http.Request.Headers.UserAgent.ToString(),
                violations));
        }
    }

    public static void Report(HttpContext http, Violation violation) => ((List<Violation>)http.Items[ViolationsKey]!).Add(violation);

    [GeneratedRegex("(?<name>[?&](token|code|api_secret)=)[^&]*", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Secrets();
}
