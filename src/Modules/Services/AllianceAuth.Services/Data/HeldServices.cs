using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Services.Data;

/// <summary>Services that the brake holds, in the cache: the menu of every page of an admin counts them.</summary>
internal sealed class HeldServices(HybridCache cache, IServiceScopeFactory scopes)
{
    private const string Key = "services.held";

    // The brake is asked at every run of the engine; nobody has to be told sooner than this.
    private static readonly HybridCacheEntryOptions Options = new() { Expiration = TimeSpan.FromSeconds(20), LocalCacheExpiration = TimeSpan.FromSeconds(20) };

    public ValueTask<HeldServiceList> ReadAsync(CancellationToken cancellationToken) =>
        cache.GetOrCreateAsync(Key, scopes, static async (scopes, cancelled) => await LoadAsync(scopes, cancelled), Options, [Key], cancellationToken);

    /// <summary>Forgets what is cached, after the commit.</summary>
    public ValueTask DropAsync(CancellationToken cancellationToken) => cache.RemoveByTagAsync(Key, cancellationToken);

    private static async Task<HeldServiceList> LoadAsync(IServiceScopeFactory scopes, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServicesDb>();
        return new HeldServiceList(await db.States.Where(s => s.HeldSince != null).Select(s => s.Name).ToListAsync(cancellationToken));
    }
}

/// <summary>Services by name.</summary>
internal sealed record HeldServiceList(IReadOnlyList<string> Services);
