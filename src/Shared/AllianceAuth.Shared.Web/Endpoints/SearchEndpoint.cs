using System.Globalization;
using AllianceAuth.Shared.Access;
using AllianceAuth.Shared.Web.Navigation;
using AllianceAuth.Shared.Web.Responses;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging;

namespace AllianceAuth.Shared.Web.Endpoints;

/// <summary>The search box: pages of the menu, and whatever the modules find.</summary>
internal static class SearchEndpoint
{
    private const int MostPerSource = 6;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/search/", HandleAsync).WithName("search");

    private static async Task<IResult> HandleAsync(HttpContext http, ICurrentUser current, string? q, CancellationToken cancellationToken)
    {
        var user = (await current.FindAsync(cancellationToken))!;
        var query = q?.Trim() is { Length: > 0 } typed ? typed[..Math.Min(typed.Length, 100)] : "";
        List<CommandHit> hits = [.. await PagesAsync(http, user, query, cancellationToken)];
        if (query.Length >= 2)
        {
            foreach (var source in http.RequestServices.GetServices<ICommandSource>())
            {
                hits.AddRange(await AskAsync(http, source, query, user, cancellationToken));
            }
        }

        return http.PageOr<SearchPage, SearchHits, SearchView>(new SearchView(query, hits));
    }

    private static async Task<IEnumerable<CommandHit>> PagesAsync(HttpContext http, AccessSnapshot user, string query, CancellationToken cancellationToken)
    {
        var kind = http.RequestServices.GetRequiredService<IStringLocalizer<SharedWeb>>()["web.search.page"];
        return from entry in await http.RequestServices.GetRequiredService<FrameReader>().PagesForAsync(user, cancellationToken)
               where query.Length == 0
                   || CultureInfo.CurrentCulture.CompareInfo.IndexOf(entry.Label, query, CompareOptions.IgnoreCase | CompareOptions.IgnoreNonSpace) >= 0
               select new CommandHit(entry.Label, kind, entry.Href) { Icon = entry.Icon };
    }

    private static async Task<IEnumerable<CommandHit>> AskAsync(
        HttpContext http, ICommandSource source, string query, AccessSnapshot user, CancellationToken cancellationToken)
    {
        try
        {
            return (await source.FindAsync(query, user, cancellationToken)).Take(MostPerSource);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // One module's fault may cost its hits, never the box.
            http.RequestServices.GetRequiredService<ILogger<ICommandSource>>().LogError(e, "{Source} failed to search.", source.GetType().Name);
            return [];
        }
    }
}
