using System.Globalization;

namespace AllianceAuth.EveOnline.Contracts;

/// <summary>Pictures the image server has of a thing. EVE-041.</summary>
public enum EveImageVariant
{
    /// <summary>Of a character.</summary>
    Portrait,

    /// <summary>Of a corporation, an alliance or a faction.</summary>
    Logo,

    /// <summary>Small, of an item type.</summary>
    Icon,

    /// <summary>Large, of a ship or structure type.</summary>
    Render,
}

/// <summary>Builds addresses on EVE's image server. EVE-006 to EVE-008, EVE-040 to EVE-043, EVE-046.</summary>
public static class EveImageUrls
{
    /// <summary>EVE's own image server.</summary>
    public const string DefaultBase = "https://images.evetech.net";

    /// <summary>What is used when no size is named. EVE-040.</summary>
    public const int DefaultSize = 32;

    /// <summary>The sizes that have a shortcut. EVE-006.</summary>
    public static readonly IReadOnlyList<int> Shortcuts = [32, 64, 128, 256];

    /// <summary>The address of a picture.</summary>
    /// <param name="kind">What it shows.</param>
    /// <param name="id">EVE id.</param>
    /// <param name="size">A power of two from 32 to 1024.</param>
    /// <param name="variant">Which picture; null for the only or usual one.</param>
    /// <param name="tenant"><c>tranquility</c> or <c>singularity</c>; null to leave it out.</param>
    /// <param name="baseUrl">The image server, without a slash at the end.</param>
    /// <exception cref="ArgumentException">There is no such picture.</exception>
    /// <exception cref="NotSupportedException">There are no pictures of that kind.</exception>
    public static string Of(EveLinkKind kind, long id, int size = DefaultSize, EveImageVariant? variant = null, string? tenant = null, string baseUrl = DefaultBase)
    {
        if (!IsSize(size))
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "The image server has powers of two from 32 to 1024 only.");
        }

        if (tenant is not (null or "tranquility" or "singularity"))
        {
            throw new ArgumentException("The image server knows tranquility and singularity only.", nameof(tenant));
        }

        var (category, usual) = kind switch
        {
            EveLinkKind.Character => ("characters", EveImageVariant.Portrait),
            // The image server keeps factions among the corporations. EVE-008.
            EveLinkKind.Corporation or EveLinkKind.Faction => ("corporations", EveImageVariant.Logo),
            EveLinkKind.Alliance => ("alliances", EveImageVariant.Logo),
            EveLinkKind.Type => ("types", EveImageVariant.Icon),
            _ => throw new NotSupportedException($"The image server has no pictures of {kind}."),
        };
        var picture = variant ?? usual;
        if (picture != usual && !(kind == EveLinkKind.Type && picture == EveImageVariant.Render))
        {
            throw new ArgumentException($"There is no {picture} of a {kind}.", nameof(variant));
        }

        var name = picture switch { EveImageVariant.Portrait => "portrait", EveImageVariant.Logo => "logo", EveImageVariant.Icon => "icon", _ => "render" };
        return string.Create(CultureInfo.InvariantCulture, $"{baseUrl}/{category}/{EveId.Text(id)}/{name}?size={size}{(tenant is null ? "" : $"&tenant={tenant}")}");
    }

    /// <summary>The same for pages: what cannot be shown gives an empty text instead of a fault. EVE-046.</summary>
    public static string OrEmpty(EveLinkKind kind, long? id, int size = DefaultSize) =>
        id is > 0 && IsSize(size) && kind is not (EveLinkKind.Region or EveLinkKind.SolarSystem) ? Of(kind, id.Value, size) : "";

    extension(CharacterInfo character)
    {
        /// <summary>Its portrait. EVE-006.</summary>
        public string PortraitUrl(int size = DefaultSize) => Of(EveLinkKind.Character, character.CharacterId, size);

        /// <summary>Its corporation's logo; empty until that is known.</summary>
        public string CorporationLogoUrl(int size = DefaultSize) => OrEmpty(EveLinkKind.Corporation, character.CorporationId, size);

        /// <summary>Its alliance's logo; empty without one. EVE-007.</summary>
        public string AllianceLogoUrl(int size = DefaultSize) => OrEmpty(EveLinkKind.Alliance, character.AllianceId, size);

        /// <summary>Its faction's logo; empty without one. EVE-007, EVE-008.</summary>
        public string FactionLogoUrl(int size = DefaultSize) => OrEmpty(EveLinkKind.Faction, character.FactionId, size);
    }

    private static bool IsSize(int size) => size is >= 32 and <= 1024 && int.IsPow2(size);
}
