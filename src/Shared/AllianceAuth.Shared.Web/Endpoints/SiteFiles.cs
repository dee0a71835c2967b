using System.Text.Json;
using AllianceAuth.Shared.Settings;
using AllianceAuth.Shared.Web.Assets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Web.Endpoints;

/// <summary>Files that browsers and robots expect at fixed addresses. UI-035, UI-036.</summary>
internal static class SiteFiles
{
    private static readonly JsonSerializerOptions ManifestJson = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void Map(IEndpointRouteBuilder routes)
    {
        var files = routes.MapGroup("").AllowAnonymous();
        files.MapGet("/robots.txt", () => TypedResults.Text("User-agent: *\nDisallow: /\n"));
        files.MapGet("/favicon.ico", (CustomFiles custom) => TypedResults.LocalRedirect(custom["img/icons/favicon-32.png"]));
        files.MapGet("/site.webmanifest", (CustomFiles custom, IOptions<SiteSettings> site) => Manifest(custom, site.Value));
    }

    private static JsonHttpResult<WebManifest> Manifest(CustomFiles custom, SiteSettings site)
    {
        var manifest = new WebManifest(site.Name, site.Name, "/", "standalone", "#101319", "#0b0d11", [Icon(custom, 192), Icon(custom, 512)]);
        return TypedResults.Json(manifest, ManifestJson, contentType: "application/manifest+json");
    }

    private static WebManifestIcon Icon(CustomFiles custom, int size) => new(custom[$"img/icons/icon-{size}.png"], $"{size}x{size}", "image/png");

    private sealed record WebManifest(
        string Name, string ShortName, string StartUrl, string Display, string BackgroundColor, string ThemeColor, IReadOnlyList<WebManifestIcon> Icons);

    private sealed record WebManifestIcon(string Src, string Sizes, string Type);
}
