using AllianceAuth.Shared.Infrastructure.Admin;
using Microsoft.Extensions.Caching.Hybrid;

namespace AllianceAuth.Admin.Data;

/// <summary>
/// What filters offer, kept for a short while: finding the values that occur looks at every row, and nobody minds a new corporation half a minute
/// late. Whatever is changed here drops them at once.
/// </summary>
internal sealed class FilterChoiceCache(HybridCache cache)
{
    private static readonly HybridCacheEntryOptions Options = new() { Expiration = TimeSpan.FromSeconds(30), LocalCacheExpiration = TimeSpan.FromSeconds(30) };

    // Labels of rows are the same for every reader; words are looked up when they are shown.
    public async Task<IReadOnlyList<AdminFilterChoices>> FindAsync(IAdminModel model, AdminAsk ask, CancellationToken cancellationToken) => model.About.Filters.Count == 0
        ? []
        : await cache.GetOrCreateAsync(
            $"admin.filters.{model.About.App}.{model.About.Model}",
            (model, ask),
            static async (asked, cancelled) => (await asked.model.FilterChoicesAsync(asked.ask, cancelled)).ToList(),
            Options,
            [Tag(model.About.App)],
            cancellationToken);

    public ValueTask DropAsync(string app, CancellationToken cancellationToken) => cache.RemoveByTagAsync(Tag(app), cancellationToken);

    private static string Tag(string app) => $"admin.filters.{app}";
}
