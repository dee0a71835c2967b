using System.Security.Cryptography;
using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Shared.Web.Errors;

/// <summary>Answers with what went wrong: a page for people, a toast for htmx, which must never put a fault into a card.</summary>
internal sealed class ErrorPages(IAntiforgery antiforgery, IEnumerable<IPermissionGuide> guides, IEnumerable<IOutage> outages, ILogger<ErrorPages> logger)
{
    private const int MostFields = 100;
    private const string OutageRetrySeconds = "5";

    public async Task ForbiddenAsync(HttpContext http, AccessRequirement? missing)
    {
        var permissions = missing?.Permissions ?? [];
        var sources = new List<string>();
        foreach (var guide in guides)
        {
            foreach (var permission in permissions)
            {
                sources.AddRange(await guide.SourcesOfAsync(permission, http.RequestAborted));
            }
        }

        await AnswerAsync(http, new ErrorView(StatusCodes.Status403Forbidden) { Permissions = permissions, Sources = [.. sources.Distinct(StringComparer.Ordinal)] });
    }

    /// <summary>For a fault of ours, already taken off the answer.</summary>
    public async Task FaultAsync(HttpContext http, Exception fault)
    {
        var id = NewErrorId();
        var isOutage = outages.Any(o => o.Explains(fault));
        logger.LogError(fault, "Error {ErrorId} at {Method} {Path}", id, http.Request.Method, http.Request.Path);
        http.Response.Clear();
        var view = new ErrorView(isOutage ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError)
        {
            ErrorId = id,
            RetryPath = HttpMethods.IsGet(http.Request.Method) ? Here(http) : null,
        };
        if (isOutage)
        {
            http.Response.Headers.RetryAfter = OutageRetrySeconds;
        }

        // The scope that failed may be broken in any way; the page gets a fresh one.
        var failed = http.RequestServices;
        await using var scope = failed.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        http.RequestServices = scope.ServiceProvider;
        try
        {
            await AnswerAsync(http, view);
        }
        catch (Exception second) when (!http.Response.HasStarted)
        {
            // The frame itself is broken, most often because the database is gone. What is left needs nothing.
            logger.LogError(second, "The page for error {ErrorId} could not be made.", id);
            http.Response.Clear();
            await BareErrorPage.WriteAsync(http, view.Status, id);
        }
        finally
        {
            http.RequestServices = failed;
        }
    }

    /// <summary>For an answer that has a status and nothing else.</summary>
    public static Task StatusAsync(HttpContext http) =>
        AnswerAsync(http, new ErrorView(http.Response.StatusCode) { RetryPath = http.Response.StatusCode == 503 ? Here(http) : null });

    /// <summary>For a form whose token is old or missing.</summary>
    public async Task StaleFormAsync(HttpContext http)
    {
        if (http.Request.IsHtmx)
        {
            // A new token goes along; the script puts it into the forms of the page, so pressing the button again is enough.
            http.Response.Headers["X-Fresh-Token"] = antiforgery.GetAndStoreTokens(http).RequestToken;
        }

        await AnswerAsync(http, new ErrorView(StatusCodes.Status400BadRequest) { Form = await ReadFormAsync(http) });
    }

    private static string NewErrorId()
    {
        var hex = Convert.ToHexString(RandomNumberGenerator.GetBytes(6));
        return $"{hex[..4]}-{hex[4..8]}-{hex[8..]}";
    }

    private static string Here(HttpContext http) => LocalPath.OrDefault(http.Request.PathBase + http.Request.Path + http.Request.QueryString);

    private static Task AnswerAsync(HttpContext http, ErrorView view)
    {
        if (!http.Request.IsHtmx)
        {
            return new ComponentResult(typeof(ErrorPage), view, hasView: true) { Status = view.Status }.ExecuteAsync(http);
        }

        http.Response.Headers["HX-Reswap"] = "none";
        return new ComponentResult(typeof(ErrorToast), view, hasView: true) { Status = view.Status }.ExecuteAsync(http);
    }

    /// <summary>What was typed, if the form came from one of our own pages: offering somebody else's form to be sent again would help them.</summary>
    private static async Task<StaleForm?> ReadFormAsync(HttpContext http)
    {
        if (http.Request.IsHtmx || !http.Request.HasFormContentType || http.Request.Headers["Sec-Fetch-Site"] != "same-origin")
        {
            return null;
        }

        try
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            return form.Files.Count > 0
                ? null
                : new StaleForm(Here(http), [.. from field in form where !IsSecret(field.Key) from value in field.Value select KeyValuePair.Create(field.Key, value ?? "")]) is { Fields.Count: <= MostFields } kept
                    ? kept
                    : null;
        }
        catch (Exception e) when (e is InvalidDataException or IOException or BadHttpRequestException)
        {
            // Not a form after all, or cut off: then there is nothing to keep.
            return null;
        }
    }

    private static bool IsSecret(string name) =>
        name.StartsWith("__", StringComparison.Ordinal)
        || name.Contains("password", StringComparison.OrdinalIgnoreCase)
        || name.Contains("secret", StringComparison.OrdinalIgnoreCase)
        || name.Contains("token", StringComparison.OrdinalIgnoreCase);
}
