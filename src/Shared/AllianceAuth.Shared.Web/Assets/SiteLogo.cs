using AllianceAuth.Shared.Settings;
using AllianceAuth.Shared.Web.Kit;
using Microsoft.Extensions.Options;

namespace AllianceAuth.Shared.Web.Assets;

/// <summary>Which picture stands for the site.</summary>
public sealed class SiteLogo(CustomFiles custom, EveImages images, IOptions<SiteSettings> site)
{
    // Pixels of the frame's square, doubled for sharp screens.
    private const int Size = 64;

    private static readonly string[] Own = ["img/logo.svg", "img/logo.png"];

    /// <summary>Its address: the operators' <c>img/logo.svg</c> or <c>.png</c>, else the logo of the alliance whose site it is, else the product's mark.</summary>
    public string Address =>
        Own.FirstOrDefault(custom.Has) is { } own ? custom[own]
        : site.Value.AllianceId > 0 ? images.AllianceLogo(site.Value.AllianceId, Size)
        : custom[Own[0]];
}
