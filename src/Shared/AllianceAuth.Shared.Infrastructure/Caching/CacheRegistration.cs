using AllianceAuth.Shared.Infrastructure.Live;
using AllianceAuth.Shared.Infrastructure.Settings;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Infrastructure.Caching;

/// <summary>Registers the cache.</summary>
public static class CacheRegistration
{
    /// <summary>Registers <see cref="HybridCache"/>: memory, and Redis behind it where <c>Redis:ConnectionString</c> is set; without it, nodes tell each other over the database what to forget.</summary>
    public static IServiceCollection AddTwoLevelCache(this IServiceCollection services)
    {
        services.AddSettings<CacheSettings>(CacheSettings.Section);
        services.AddSettings<RedisSettings>(RedisSettings.Section);
        return services.AddSingleton<HybridCache>(provider => new TwoLevelCache(
            provider.GetRequiredService<IOptions<CacheSettings>>(),
            provider.GetRequiredService<IOptions<RedisSettings>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<TwoLevelCache>>(),
            provider.GetService<NodeChannel>()));
    }
}
