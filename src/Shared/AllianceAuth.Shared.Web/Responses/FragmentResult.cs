using AllianceAuth.Shared.Results;
using AllianceAuth.Shared.Web.Flashes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Web.Responses;

internal sealed class FragmentResult(Type component, object? view, string orElse, Refusal? refusal) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        if (refusal is not null)
        {
            // A refusal is an ordinary answer, so it is not an error in the log. House style, section 7.
            httpContext.RequestServices.GetRequiredService<ILogger<FragmentResult>>().LogInformation("Refused: {Code}", refusal.Code);
        }

        if (httpContext.Request.IsPartial)
        {
            return new ComponentResult(component, view, hasView: true)
            {
                IsFragment = true,
                Status = refusal is null ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
            }.ExecuteAsync(httpContext);
        }

        if (refusal is not null)
        {
            httpContext.Flash(FlashLevel.Warning, refusal);
        }

        ComponentResult.Vary(httpContext);
        return new SeeOtherResult(orElse).ExecuteAsync(httpContext);
    }
}
