using System.Globalization;
using Microsoft.Extensions.Caching.Hybrid;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.EveOnline.Data;

/// <summary>Keeps answers about small sets of characters, as pages ask for them: all characters of one pilot. Dropped when one of them changes.</summary>
internal sealed class CharacterCache(HybridCache cache, IServiceScopeFactory scopes)
{
    private const string All = "eveonline.characters";

    // A job that asks for thousands reads the table: a copy of its answer would serve nobody else.
    private const int LargestSet = 64;

    private static readonly HybridCacheEntryOptions Keep = new() { Expiration = TimeSpan.FromMinutes(10) };

    public async ValueTask<IReadOnlyList<T>> GetAsync<T>(
        string kind, IReadOnlyList<long> characters, bool isUncached, Func<EveOnlineDb, IReadOnlyCollection<long>, CancellationToken, Task<IReadOnlyList<T>>> read, CancellationToken cancellationToken)
    {
        if (characters.Count == 0)
        {
            return [];
        }

        var ids = characters.Distinct().Order().ToArray();
        if (isUncached || ids.Length > LargestSet)
        {
            return await ReadAsync(ids, read, cancellationToken);
        }

        var key = $"eveonline.{kind}:{string.Join(',', ids.Select(Text))}";
        return await cache.GetOrCreateAsync(key, async cancelled => (T[])[.. await ReadAsync(ids, read, cancelled)], Keep, [All, .. ids.Select(Tag)], cancellationToken);
    }

    /// <summary>In a scope of its own: the cache may share one reading between several requests, and each of them may end first.</summary>
    private async Task<IReadOnlyList<T>> ReadAsync<T>(
        long[] ids, Func<EveOnlineDb, IReadOnlyCollection<long>, CancellationToken, Task<IReadOnlyList<T>>> read, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<EveOnlineDb>(), ids, cancellationToken);
    }

    /// <summary>Drops what is kept of these characters, on all nodes.</summary>
    public ValueTask DropAsync(IReadOnlyCollection<long> characters, CancellationToken cancellationToken) =>
        characters.Count == 0 ? ValueTask.CompletedTask
        : characters.Count > LargestSet ? cache.RemoveByTagAsync(All, cancellationToken)
        : cache.RemoveByTagAsync(characters.Select(Tag), cancellationToken);

    private static string Tag(long character) => $"eveonline.character:{Text(character)}";

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
