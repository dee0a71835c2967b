using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Authentication.Sessions;

/// <summary>Slows down whoever tries sign-ins from one address. One count for all ways in, per node.</summary>
internal sealed class LoginRateLimit(IOptions<AuthenticationSettings> settings) : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(http =>
        RateLimitPartition.GetFixedWindowLimiter(
            KeyOf(http.Connection.RemoteIpAddress),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = settings.Value.LoginsPerMinute, Window = Window }));

    public void Dispose() => _limiter.Dispose();

    /// <summary>Who counts as one: an address, or with IPv6 the first 64 bits, which one connection at home has all to itself.</summary>
    internal static string KeyOf(IPAddress? address) => address switch
    {
        null => "",
        { IsIPv4MappedToIPv6: true } => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } => Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)),
        _ => address.ToString(),
    };

    public bool Allows(HttpContext http)
    {
        using var lease = _limiter.AttemptAcquire(http);
        if (!lease.IsAcquired)
        {
            http.Response.Headers.RetryAfter = Window.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        }

        return lease.IsAcquired;
    }
}

internal static class LoginRateLimitExtensions
{
    /// <summary>Counts calls of this endpoint as tries to get in.</summary>
    public static RouteHandlerBuilder LimitLogins(this RouteHandlerBuilder endpoint) => endpoint.AddEndpointFilter(async (context, next) =>
        context.HttpContext.RequestServices.GetRequiredService<LoginRateLimit>().Allows(context.HttpContext)
            ? await next(context)
            : TypedResults.StatusCode(StatusCodes.Status429TooManyRequests));
}
