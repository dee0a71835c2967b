using System.Globalization;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Web.Kit;

/// <summary>Where pictures come from. Section <c>EveImages</c>.</summary>
public sealed class EveImageSettings
{
    /// <summary>Configuration section.</summary>
    public const string Section = "EveImages";

    /// <summary>Address of EVE's image server, without a slash at the end.</summary>
    public string BaseUrl { get; set; } = "https://images.evetech.net";
}

/// <summary>Addresses of pictures on EVE's image server.</summary>
public sealed class EveImages(IOptions<EveImageSettings> settings)
{
    // The sizes the image server has; it refuses every other. EVE-040.
    private static readonly int[] Sizes = [32, 64, 128, 256, 512, 1024];

    private readonly string _base = settings.Value.BaseUrl.TrimEnd('/');

    /// <summary>A character's portrait.</summary>
    public string Portrait(long characterId, int size) => Address("characters", characterId, "portrait", size);

    /// <summary>A corporation's logo.</summary>
    public string CorporationLogo(long corporationId, int size) => Address("corporations", corporationId, "logo", size);

    /// <summary>An alliance's logo.</summary>
    public string AllianceLogo(long allianceId, int size) => Address("alliances", allianceId, "logo", size);

    /// <summary>A ship's or item's icon.</summary>
    public string TypeIcon(long typeId, int size) => Address("types", typeId, "icon", size);

    /// <summary>The smallest size there is that fills the given pixels on a sharp screen.</summary>
    public static int SizeFor(int pixels) => Sizes.FirstOrDefault(size => size >= pixels * 2, Sizes[^1]);

    private string Address(string category, long id, string variant, int size) => Sizes.Contains(size)
        ? string.Create(CultureInfo.InvariantCulture, $"{_base}/{category}/{id}/{variant}?size={size}")
        : throw new ArgumentOutOfRangeException(nameof(size), size, "The image server has 32, 64, 128, 256, 512 and 1024 only.");
}
