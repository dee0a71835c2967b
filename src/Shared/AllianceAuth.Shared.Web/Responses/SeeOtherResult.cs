using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Shared.Web.Responses;

internal sealed class SeeOtherResult(string localPath) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var target = LocalPath.OrDefault(localPath);
        if (httpContext.Request.IsHtmx)
        {
            // fetch() would follow a redirect and htmx put the whole page into the card; this makes the browser go there.
            httpContext.Response.StatusCode = StatusCodes.Status204NoContent;
            httpContext.Response.Headers["HX-Redirect"] = target;
        }
        else
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = target;
        }

        return Task.CompletedTask;
    }
}
