using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Navigation;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Shared.Web.Navigation;

/// <summary>Collects what the frame around every page shows.</summary>
internal sealed class FrameReader(
    ICurrentUser currentUser,
    MenuBuilder menu,
    IEnumerable<IMenuArrangement> arrangements,
    IEnumerable<IMenuCounts> counters,
    IEnumerable<IBellSource> bells,
    IEnumerable<IServerStatus> servers,
    ILogger<FrameReader> logger)
{
    public async Task<FrameView> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var user = await currentUser.FindAsync(cancellationToken);
        var pilots = await PilotsOnlineAsync(cancellationToken);
        if (user is null)
        {
            return new FrameView(null, [], null, pilots);
        }

        var bell = await AskAsync(bells.FirstOrDefault(), source => source.FindAsync(user.User, cancellationToken));
        return new FrameView(user, await MenuAsync(user, path, cancellationToken), bell, pilots);
    }

    /// <summary>Pages the user finds in the sidebar, in its order. MENU-002, MENU-008, MENU-009.</summary>
    public async Task<IReadOnlyList<FrameEntry>> PagesForAsync(AccessSnapshot user, CancellationToken cancellationToken) =>
        [.. MenuBuilder.PagesOf(await MenuAsync(user, path: "", cancellationToken))];

    public async ValueTask<int?> PilotsOnlineAsync(CancellationToken cancellationToken) =>
        servers.FirstOrDefault() is { } server ? await AskAsync(server, s => s.PilotsOnlineAsync(cancellationToken)) : null;

    private async Task<IReadOnlyList<FrameSection>> MenuAsync(AccessSnapshot user, string path, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var counter in counters)
        {
            foreach (var (key, count) in await AskAsync(counter, c => c.CountAsync(user, cancellationToken)) ?? new Dictionary<string, int>())
            {
                counts[key] = count;
            }
        }

        return menu.Build(user, await ItemsAsync(cancellationToken), counts, path);
    }

    private async ValueTask<IReadOnlyList<ArrangedItem>> ItemsAsync(CancellationToken cancellationToken) =>
        await AskAsync(arrangements.FirstOrDefault(), a => a.FindAsync(cancellationToken)) ?? [];

    private async ValueTask<TAnswer?> AskAsync<TSource, TAnswer>(TSource? source, Func<TSource, ValueTask<TAnswer>> ask)
    {
        if (source is null)
        {
            return default;
        }

        try
        {
            return await ask(source);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The frame stands around every page, error pages included: one module's fault may cost its number, never the page.
            logger.LogError(e, "{Source} failed to fill its part of the frame.", source.GetType().Name);
            return default;
        }
    }
}
