using AllianceAuth.Shared.Web.Rendering;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Web.Responses;

/// <summary>Answers with a page that all visitors share, or with one drawn for this request when it asks for more than that.</summary>
internal sealed class KeptPageResult(Type component, object? view) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        if (!KeptPages.Fits(httpContext))
        {
            await new ComponentResult(component, view, hasView: true).ExecuteAsync(httpContext);
            return;
        }

        var services = httpContext.RequestServices;
        var page = await services.GetRequiredService<KeptPages>().FindAsync(httpContext, component, view);
        ComponentResult.Vary(httpContext);
        httpContext.Response.ContentType = ComponentResult.Html;
        await page.SendAsync(httpContext.Response, services.GetRequiredService<IAntiforgery>().GetAndStoreTokens(httpContext).RequestToken!, httpContext.RequestAborted);
    }
}
