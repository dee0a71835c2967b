using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Services.Data;

/// <summary>Services that wait for an admin, held by the brake or down, in the cache: the menu of every page of an admin counts them.</summary>
internal sealed class HeldServices(HybridCache cache, IServiceScopeFactory scopes)
{
    private const string Key = "services.held";

    // What begins and ends such a wait drops it; this is for what was missed.
    private static readonly HybridCacheEntryOptions Options = new() { Expiration = TimeSpan.FromSeconds(20), LocalCacheExpiration = TimeSpan.FromSeconds(20) };

    public ValueTask<HeldServiceList> ReadAsync(CancellationToken cancellationToken) =>
        cache.GetOrCreateAsync(Key, scopes, static async (scopes, cancelled) => await LoadAsync(scopes, cancelled), Options, [Key], cancellationToken);

    /// <summary>Forgets what is cached, after the commit.</summary>
    public ValueTask DropAsync(CancellationToken cancellationToken) => cache.RemoveByTagAsync(Key, cancellationToken);

    private static async Task<HeldServiceList> LoadAsync(IServiceScopeFactory scopes, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ServicesDb>();
        return new HeldServiceList(await db.States.Where(s => s.HeldSince != null || s.DownSince != null).Select(s => s.Name).ToListAsync(cancellationToken));
    }
}

/// <summary>Services by name.</summary>
internal sealed record HeldServiceList(IReadOnlyList<string> Services);
