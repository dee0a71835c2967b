using System.Globalization;
using System.Security.Cryptography;
using AllianceAuth.Simulator.Universe;

namespace AllianceAuth.Simulator.Images;

/// <summary>The EVE image server, under <c>/images</c>.</summary>
internal sealed class ImageEndpoints(World world, ImageCache cache)
{
    private const long Placeholder = 1;
    private const int NativeSize = 512;

    private static readonly int[] Sizes = [32, 64, 128, 256, 512, 1024];
    private static readonly string[] Portrait = ["portrait"];
    private static readonly string[] Logo = ["logo"];
    private static readonly string[] ShipVariations = ["render", "icon"];
    private static readonly string[] ItemVariations = ["icon"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/images/{category}/{id:long}", (HttpContext http, string category, long id) => VariationsOf(http, category, id));
        routes.MapGet("/images/{category}/{id:long}/{variation}", Picture);
    }

    private IResult VariationsOf(HttpContext http, string category, long id)
    {
        AllowEverybody(http);
        return Variations(category, id) is { } variations ? Results.Json(variations) : Results.NotFound();
    }

    private IResult Picture(HttpContext http, string category, long id, string variation, string? size)
    {
        AllowEverybody(http);
        if (Variations(category, id)?.Contains(variation, StringComparer.Ordinal) != true)
        {
            return Results.NotFound();
        }

        var pixels = NativeSize;
        if (size is not null && (!int.TryParse(size, CultureInfo.InvariantCulture, out pixels) || !Sizes.Contains(pixels)))
        {
            return Results.Text("size must be 32, 64, 128, 256, 512 or 1024", statusCode: StatusCodes.Status400BadRequest);
        }

        var bytes = cache.Get(FormattableString.Invariant($"{category}/{id}/{variation}/{pixels}"), () => PngWriter.Write(Draw(category, id, pixels)));
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes)[..6])}\"";
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "public, max-age=3600";
        // The original sends portraits as JPEG. The framework has no JPEG encoder, and every client of an img element takes both.
        return http.Request.Headers.IfNoneMatch.Contains(tag) ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Bytes(bytes, "image/png");
    }

    /// <returns>Null when there is no such category or thing.</returns>
    private string[]? Variations(string category, long id) => category switch
    {
        "characters" => Portrait,
        "corporations" or "alliances" => Logo,
        "types" => world.Types.TryGetValue(id, out var type) ? type.IsShip ? ShipVariations : ItemVariations : id == Placeholder ? ItemVariations : null,
        _ => null,
    };

    /// <summary>Somebody unknown gets the picture of nobody.</summary>
    private Canvas Draw(string category, long id, int size) => category switch
    {
        "characters" => world.Characters.TryGetValue(id, out var character) ? PortraitPainter.Paint(size, id, character.Gender == "female") : PortraitPainter.PaintNobody(size),
        "corporations" => world.Corporations.ContainsKey(id) || world.Factions.ContainsKey(id) ? LogoPainter.Corporation(size, id) : LogoPainter.Nothing(size),
        "alliances" => world.Alliances.ContainsKey(id) ? LogoPainter.Alliance(size, id) : LogoPainter.Nothing(size),
        _ => LogoPainter.Type(size, id),
    };

    private static void AllowEverybody(HttpContext http) => http.Response.Headers.AccessControlAllowOrigin = "*";
}
