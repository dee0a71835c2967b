using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Shared.Web.Errors;

/// <summary>The page for when nothing else works: no database, no frame, no texts.</summary>
internal static class BareErrorPage
{
    public static Task WriteAsync(HttpContext http, int status, string errorId)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html; charset=utf-8";
        return http.Response.WriteAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                <!doctype html><html lang="en" data-bs-theme="auto"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
                <title>{status}</title><link rel="stylesheet" href="/_content/AllianceAuth.Shared.Web/lib/bootstrap/bootstrap.min.css">
                <link rel="stylesheet" href="/_content/AllianceAuth.Shared.Web/css/tokens.css"><link rel="stylesheet" href="/_content/AllianceAuth.Shared.Web/css/app.css">
                <link rel="stylesheet" href="/_content/AllianceAuth.Shared.Web/css/kit.css"></head>
                <body><main class="page"><div class="center-page"><span class="badge is-bad dot">{status}</span><h1>{errorId}</h1><a class="btn" href="/">&#8634;</a></div></main></body></html>
                """),
            http.RequestAborted);
    }
}
