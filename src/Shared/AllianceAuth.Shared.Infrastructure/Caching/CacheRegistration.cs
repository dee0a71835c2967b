using AllianceAuth.Shared.Infrastructure.Settings;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Infrastructure.Caching;

/// <summary>Registers the cache.</summary>
public static class CacheRegistration
{
    /// <summary>Registers <see cref="HybridCache"/>: memory, and Redis behind it where <c>Redis:ConnectionString</c> is set.</summary>
    public static IServiceCollection AddTwoLevelCache(this IServiceCollection services)
    {
        services.AddSettings<CacheSettings>(CacheSettings.Section);
        services.AddSettings<RedisSettings>(RedisSettings.Section);
        return services.AddSingleton<HybridCache, TwoLevelCache>();
    }
}
