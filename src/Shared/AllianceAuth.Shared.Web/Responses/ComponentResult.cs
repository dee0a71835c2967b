using AllianceAuth.Shared.Web.Flashes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Web.Responses;

/// <summary>Answers with a component, as a page or as a part of one.</summary>
internal sealed class ComponentResult(Type component, object? view, bool hasView) : IResult, IStatusCodeHttpResult
{
    public int Status { get; init; } = StatusCodes.Status200OK;

    public bool IsFragment { get; init; }

    int? IStatusCodeHttpResult.StatusCode => Status;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        Vary(httpContext);
        var (shown, parameters) = IsFragment && httpContext.RequestServices.GetRequiredService<FlashMessages>().HasAny
            ? (typeof(FragmentWithToasts), new Dictionary<string, object?>(StringComparer.Ordinal) { ["Component"] = component, ["View"] = view })
            : (component, hasView ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["View"] = view } : []);
        return new RazorComponentResult(shown, parameters) { StatusCode = Status, PreventStreamingRendering = true }.ExecuteAsync(httpContext);
    }

    internal static void Vary(HttpContext http) => http.Response.Headers.AppendCommaSeparatedValues("Vary", "HX-Request", "HX-Request-Type");
}
