using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Services.Connectors.Mumble.Guests;

/// <summary>Pages that belong to Mumble.</summary>
internal static class MumbleGate
{
    /// <summary>Where no Mumble is set up, the page is not there.</summary>
    public static RouteHandlerBuilder OnlyWithMumble(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(static (context, next) =>
        context.HttpContext.RequestServices.GetRequiredService<IOptions<MumbleSettings>>().Value.Url.Length > 0
            ? next(context)
            : ValueTask.FromResult<object?>(TypedResults.NotFound()));
}
