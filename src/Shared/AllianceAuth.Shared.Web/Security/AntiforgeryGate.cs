using AllianceAuth.Shared.Web.Errors;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Shared.Web.Security;

/// <summary>
/// Stops a request that changes something and carries no good token. The framework's own middleware only notes the failure, looks at POST,
/// PUT and PATCH alone, and lets the endpoint run unless it binds a form field.
/// </summary>
internal sealed class AntiforgeryGate(RequestDelegate next, IAntiforgery antiforgery, ILogger<AntiforgeryGate> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        if (IsSafe(http.Request.Method)
            || http.GetEndpoint()?.Metadata.GetMetadata<IAntiforgeryMetadata>() is not { RequiresValidation: true }
            || await HasGoodTokenAsync(http))
        {
            await next(http);
            return;
        }

        logger.LogInformation("Refused a form without a good token: {Method} {Path}", http.Request.Method, http.Request.Path);

        // The framework forbids to read the form while this says "invalid"; the endpoint does not run any more, and the page keeps what was typed.
        http.Features.Set<IAntiforgeryValidationFeature>(null);
        await http.RequestServices.GetRequiredService<ErrorPages>().StaleFormAsync(http);
    }

    private static bool IsSafe(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || HttpMethods.IsTrace(method);

    private async Task<bool> HasGoodTokenAsync(HttpContext http) =>
        http.Features.Get<IAntiforgeryValidationFeature>() is { } looked ? looked.IsValid : await antiforgery.IsRequestValidAsync(http);
}
