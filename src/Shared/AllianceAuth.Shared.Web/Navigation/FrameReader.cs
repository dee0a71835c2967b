using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Modules;
using AllianceAuth.Shared.Navigation;
using AllianceAuth.Shared.Web.Localization;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Shared.Web.Navigation;

/// <summary>Collects what the frame around every page shows.</summary>
internal sealed class FrameReader(
    ICurrentUser currentUser,
    IEnumerable<IModule> modules,
    IEnumerable<IMenuCounts> counters,
    IEnumerable<IBellSource> bells,
    IEnumerable<IServerStatus> servers,
    Texts texts,
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

    /// <summary>Entries the user may see, sorted. MENU-002, MENU-008, MENU-009.</summary>
    public IReadOnlyList<MenuEntry> EntriesFor(AccessSnapshot user) =>
    [
        .. modules.SelectMany(module => module.Menu)
            .Where(entry => entry.VisibleTo?.Invoke(user) ?? true)
            .OrderBy(entry => entry.Order)
            .ThenBy(entry => texts.Say(entry.Text), StringComparer.CurrentCulture),
    ];

    public async ValueTask<int?> PilotsOnlineAsync(CancellationToken cancellationToken) =>
        servers.FirstOrDefault() is { } server ? await AskAsync(server, s => s.PilotsOnlineAsync(cancellationToken)) : null;

    private async Task<IReadOnlyList<FrameSection>> MenuAsync(AccessSnapshot user, string path, CancellationToken cancellationToken)
    {
        var entries = EntriesFor(user);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var counter in counters)
        {
            foreach (var (key, count) in await AskAsync(counter, c => c.CountAsync(user, cancellationToken)) ?? new Dictionary<string, int>())
            {
                counts[key] = count;
            }
        }

        var current = entries
            .SelectMany(entry => entry.Covers.Prepend(entry.Href), (entry, href) => (Entry: entry, Href: href))
            .Where(place => IsAtOrBelow(path, place.Href))
            .MaxBy(place => place.Href.Length).Entry;
        return
        [
            .. entries.GroupBy(entry => entry.Section)
                .OrderBy(section => section.Key)
                .Select(section => new FrameSection(
                    section.Key,
                    [.. section.Select(entry => new FrameEntry(entry, texts.Say(entry.Text), counts.GetValueOrDefault(entry.Key), entry == current))])),
        ];
    }

    private static bool IsAtOrBelow(string path, string href) =>
        path.StartsWith(href, StringComparison.OrdinalIgnoreCase)
        && (path.Length == href.Length || href.EndsWith('/') || path[href.Length] == '/');

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
