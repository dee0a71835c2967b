using AllianceAuth.Shared.Web.Kit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Web.Security;

/// <summary>Tells browsers what our pages may do: no script or style but our own files, in nobody's frame.</summary>
internal sealed class SecurityHeadersMiddleware(RequestDelegate next, IOptions<WebSecuritySettings> security, IOptions<EveImageSettings> images)
{
    private readonly string _policy = Policy(security.Value, images.Value);

    public Task InvokeAsync(HttpContext http)
    {
        // When the answer starts: an error page clears what was set before it.
        http.Response.OnStarting(() =>
        {
            Write(http);
            return Task.CompletedTask;
        });
        return next(http);
    }

    private static string Policy(WebSecuritySettings security, EveImageSettings images) => string.Join("; ",
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        $"img-src 'self' data: {string.Join(' ', security.ImageOrigins.Prepend(OriginOf(images.BaseUrl)))}".TrimEnd(),
        "font-src 'self'",
        "connect-src 'self'",
        $"form-action 'self' {string.Join(' ', security.FormOrigins.Distinct(StringComparer.OrdinalIgnoreCase))}".TrimEnd(),
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'");

    private static string OriginOf(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri.GetLeftPart(UriPartial.Authority) : "";

    private void Write(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = _policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["X-Request-Id"] = http.TraceIdentifier;
        if (headers.CacheControl.Count == 0 && http.Response.ContentType?.StartsWith("text/html", StringComparison.OrdinalIgnoreCase) == true)
        {
            // What one person may see must not wait in a cache for the next one at the same machine.
            headers.CacheControl = http.User.Identity is { IsAuthenticated: true } ? "no-store" : "no-cache";
        }
    }
}
