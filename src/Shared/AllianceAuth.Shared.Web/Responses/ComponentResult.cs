using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Web.Responses;

/// <summary>Answers with a component, as a page or as a part of one.</summary>
internal sealed class ComponentResult(Type component, object? view, bool hasView) : IResult, IStatusCodeHttpResult
{
    public const string Html = "text/html; charset=utf-8";

    public int Status { get; init; } = StatusCodes.Status200OK;

    public bool IsFragment { get; init; }

    int? IStatusCodeHttpResult.StatusCode => Status;

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        // Before it is rendered: what a component asks about the answer is true then.
        response.StatusCode = Status;
        Vary(httpContext);
        var (shown, parameters) = IsFragment && httpContext.RequestServices.GetRequiredService<FlashMessages>().HasAny
            ? (typeof(FragmentWithToasts), [new("Component", component), new("View", view)])
            : (component, hasView ? [new("View", view)] : Array.Empty<KeyValuePair<string, object?>>());
        using var html = await PageRenderer.RenderAsync(httpContext, shown, parameters);
        response.ContentType = Html;
        response.ContentLength = html.Written.Length;
        await response.Body.WriteAsync(html.Written, httpContext.RequestAborted);
    }

    internal static void Vary(HttpContext http) => http.Response.Headers.AppendCommaSeparatedValues("Vary", "HX-Request", "HX-Request-Type");
}
