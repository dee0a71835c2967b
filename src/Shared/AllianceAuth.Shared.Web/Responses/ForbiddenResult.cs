using AllianceAuth.Shared.Web.Access;
using AllianceAuth.Shared.Web.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Web.Responses;

internal sealed class ForbiddenResult(string permission) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext) =>
        httpContext.RequestServices.GetRequiredService<ErrorPages>().ForbiddenAsync(httpContext, new AccessRequirement(AccessKind.Permission, [permission]));
}
