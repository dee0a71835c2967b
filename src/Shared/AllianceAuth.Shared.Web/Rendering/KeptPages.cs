using System.Collections.Concurrent;
using AllianceAuth.Shared.Web.Flashes;
using AllianceAuth.Shared.Web.Localization;
using AllianceAuth.Shared.Web.Themes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace AllianceAuth.Shared.Web.Rendering;

/// <summary>
/// Finished pages that show every visitor the same, each for moments: a crowd at the login page after downtime costs no more than its bytes.
/// The form token is never kept; it is put in for each visitor. Nothing about a user is: whoever has a session gets a page of their own.
/// </summary>
internal sealed class KeptPages(ThemeList themes, TimeProvider clock)
{
    // How old a page may be. So long does a changed text, file or number of pilots take to be seen here.
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(3);

    // Some ten languages and thirty themes; more are somebody who plays with addresses.
    private const int Most = 300;

    private readonly ConcurrentDictionary<Key, KeptPage> _pages = new();

    /// <summary>Whether the request asks for what everybody gets: no session, nothing in the query, nothing to be told.</summary>
    public static bool Fits(HttpContext http) =>
        http.User.Identity is not { IsAuthenticated: true }
        && !http.Request.QueryString.HasValue
        && !http.RequestServices.GetRequiredService<FlashMessages>().HasAny;

    /// <summary>The page in this request's language and theme.</summary>
    public async ValueTask<KeptPage> FindAsync(HttpContext http, Type component, object? view)
    {
        var key = new Key(component, view, http.Request.PathBase + http.Request.Path, SiteLanguage.Current, CurrentTheme.Of(http, themes));
        var now = clock.GetUtcNow();
        if (_pages.TryGetValue(key, out var known) && now - known.Drawn < Life)
        {
            return known;
        }

        if (_pages.Count >= Most)
        {
            _pages.Clear();
        }

        return _pages[key] = await DrawAsync(http, component, view, now);
    }

    private static async Task<KeptPage> DrawAsync(HttpContext http, Type component, object? view, DateTimeOffset now)
    {
        var tokens = http.RequestServices.GetRequiredService<FormTokens>();
        tokens.Placeholder = KeptPage.TokenPlace;
        try
        {
            using var html = await PageRenderer.RenderAsync(http, component, new KeyValuePair<string, object?>("View", view));
            return new KeptPage(html.Written, now);
        }
        finally
        {
            tokens.Placeholder = null;
        }
    }

    private sealed record Key(Type Component, object? View, string Path, SiteLanguage Language, ThemeRegistration Theme);
}
