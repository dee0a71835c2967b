using AllianceAuth.Admin.Data;
using AllianceAuth.Shared.Live;
using AllianceAuth.Shared.Web.Live;
using AllianceAuth.Shared.Web.Navigation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Admin.Menu;

/// <summary>The sidebar's arrangement: one statement when cold, none when warm. Whoever changes it drops it after the commit.</summary>
internal sealed class MenuArrangement(HybridCache cache, IServiceScopeFactory scopes, ILiveSignals signals) : IMenuArrangement
{
    private const string Tag = "admin.menu";

    private static readonly HybridCacheEntryOptions Options = new() { Expiration = TimeSpan.FromHours(12), LocalCacheExpiration = TimeSpan.FromHours(1) };

    public async ValueTask<IReadOnlyList<ArrangedItem>> FindAsync(CancellationToken cancellationToken) =>
        await cache.GetOrCreateAsync(Tag, this, static async (self, cancelled) => await self.ReadAsync(cancelled), Options, [Tag], cancellationToken);

    /// <summary>After a change: every node reads anew, and every open page shows the new sidebar.</summary>
    public async Task ChangedAsync(CancellationToken cancellationToken)
    {
        await cache.RemoveByTagAsync(Tag, cancellationToken);
        await signals.SendAsync(MenuSignals.Topic.Name, cancellationToken: cancellationToken);
    }

    private async Task<ArrangedItem[]> ReadAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var items = await scope.ServiceProvider.GetRequiredService<AdminDb>().MenuItems.AsNoTracking().OrderBy(i => i.Id).ToListAsync(cancellationToken);
        return [.. items.Select(i => i.Arranged)];
    }
}
