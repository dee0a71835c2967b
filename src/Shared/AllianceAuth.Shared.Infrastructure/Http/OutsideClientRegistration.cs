using System.Net;
using System.Reflection;
using AllianceAuth.Shared.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Infrastructure.Http;

/// <summary>Registers clients of other machines with the manners we owe them: a name, timeouts, limits and retries.</summary>
public static class OutsideClientRegistration
{
    // Addresses behind a name change; a connection kept longer than this would miss it.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Registers a typed client.</summary>
    /// <param name="services">The container.</param>
    /// <param name="configure">Sets the base address and the like.</param>
    public static IHttpClientBuilder AddOutsideClient<TClient>(this IServiceCollection services, Action<IServiceProvider, HttpClient>? configure = null)
        where TClient : class =>
        services.AddHttpClient<TClient>().WithOutsideDefaults(configure);

    /// <summary>Registers a named client, to be had from <see cref="IHttpClientFactory"/>.</summary>
    /// <param name="services">The container.</param>
    /// <param name="name">The client's name.</param>
    /// <param name="configure">Sets the base address and the like.</param>
    public static IHttpClientBuilder AddOutsideClient(this IServiceCollection services, string name, Action<IServiceProvider, HttpClient>? configure = null) =>
        services.AddHttpClient(name).WithOutsideDefaults(configure);

    /// <summary>The user agent: product, version, and who runs it. EVE-017.</summary>
    public static string UserAgent(OutsideSettings outside, SiteSettings site)
    {
        var version = typeof(OutsideClientRegistration).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
        IEnumerable<string> comment = [outside.Contact, site.Url.Length > 0 ? $"+{site.Url}" : ""];
        var who = string.Join("; ", comment.Where(c => c.Length > 0));
        return who.Length > 0 ? $"AllianceAuth/{version} ({who})" : $"AllianceAuth/{version}";
    }

    private static IHttpClientBuilder WithOutsideDefaults(this IHttpClientBuilder builder, Action<IServiceProvider, HttpClient>? configure) => builder
        .ConfigureHttpClient((provider, client) =>
        {
            var outside = provider.GetRequiredService<IOptions<OutsideSettings>>().Value;
            client.Timeout = TimeSpan.FromSeconds(outside.TotalSeconds);
            client.MaxResponseContentBufferSize = outside.MaxResponseBytes;
            client.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent(outside, provider.GetRequiredService<IOptions<SiteSettings>>().Value));
            configure?.Invoke(provider, client);
        })
        .ConfigurePrimaryHttpMessageHandler(provider => new SocketsHttpHandler
        {
            ConnectTimeout = TimeSpan.FromSeconds(provider.GetRequiredService<IOptions<OutsideSettings>>().Value.ConnectSeconds),
            PooledConnectionLifetime = ConnectionLifetime,
            AutomaticDecompression = DecompressionMethods.GZip | DecompressionMethods.Deflate | DecompressionMethods.Brotli,
            // A redirect could lead a request that carries a token to a stranger, or into our own network.
            AllowAutoRedirect = false,
            UseCookies = false,
        })
        .AddHttpMessageHandler(provider => new RetryTransientFailures(provider.GetRequiredService<TimeProvider>()));
}
