using System.Collections.Concurrent;
using System.Text;
using AllianceAuth.Shared.Web.Localization;
using Microsoft.AspNetCore.Http;

namespace AllianceAuth.Shared.Web.Rendering;

/// <summary>
/// Finished parts of the frame, each drawn once for its language and its view, which is all it may depend on. Never anything about a user,
/// and no form token.
/// </summary>
internal sealed class KeptParts
{
    // A few parts in ten languages and thirty themes.
    private const int Most = 1000;

    private readonly ConcurrentDictionary<Key, string> _parts = new();

    /// <summary>The part in this request's language, as HTML.</summary>
    public async ValueTask<string> FindAsync(HttpContext http, Type component, object? view)
    {
        var key = new Key(component, view, SiteLanguage.Current);
        if (_parts.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_parts.Count >= Most)
        {
            _parts.Clear();
        }

        using var html = await (view is null ? PageRenderer.RenderAsync(http, component) : PageRenderer.RenderAsync(http, component, new KeyValuePair<string, object?>("View", view)));
        return _parts[key] = Encoding.UTF8.GetString(html.Written.Span);
    }

    private sealed record Key(Type Component, object? View, SiteLanguage Language);
}
