using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Errors;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Web.Access;

/// <summary>What happens to those who may not: a visitor signs in and comes back, a user reads what is missing.</summary>
internal sealed class AccessResultHandler : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _framework = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
        {
            await _framework.HandleAsync(next, context, policy, authorizeResult);
            return;
        }

        var user = authorizeResult.Challenged ? null : await context.RequestServices.GetRequiredService<ICurrentUser>().FindAsync(context.RequestAborted);
        if (user is null)
        {
            AskToSignIn(context);
            return;
        }

        var missing = authorizeResult.AuthorizationFailure?.FailedRequirements.OfType<AccessRequirement>().FirstOrDefault();
        if (missing is { Kind: AccessKind.Main } && !context.Request.IsPartial)
        {
            context.Flash(FlashLevel.Error, "web.access.nomain");
            await new SeeOtherResult(Landing).ExecuteAsync(context);
            return;
        }

        await context.RequestServices.GetRequiredService<ErrorPages>().ForbiddenAsync(context, missing);
    }

    // AUTH-079 names the dashboard; it is there for every user.
    private const string Landing = "/dashboard/";

    private static void AskToSignIn(HttpContext http)
    {
        var login = SignIn.PathFor(http);
        if (http.Request.IsHtmx)
        {
            // A redirect would be followed by fetch() and the login page land in a card. The script keeps what was typed until they are back.
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            http.Response.Headers["HX-Redirect"] = login;
            http.Response.Headers["HX-Reswap"] = "none";
        }
        else if (AcceptsPages(http))
        {
            http.Response.StatusCode = StatusCodes.Status302Found;
            http.Response.Headers.Location = login;
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
    }

    private static bool AcceptsPages(HttpContext http)
    {
        var accept = http.Request.Headers.Accept.ToString();
        return accept.Length == 0 || accept.Contains("text/html", StringComparison.OrdinalIgnoreCase) || accept.Contains("*/*", StringComparison.Ordinal);
    }
}
