using System.Globalization;

namespace AllianceAuth.EveOnline.Contracts;

/// <summary>What a link to another site can be about.</summary>
public enum EveLinkKind
{
    /// <summary>An alliance.</summary>
    Alliance,

    /// <summary>A corporation.</summary>
    Corporation,

    /// <summary>A character.</summary>
    Character,

    /// <summary>A region.</summary>
    Region,

    /// <summary>A solar system.</summary>
    SolarSystem,

    /// <summary>A faction.</summary>
    Faction,

    /// <summary>An item type.</summary>
    Type,
}

/// <summary>Builds addresses on the sites pilots use. EVE-037 to EVE-039.</summary>
public static class EveLinks
{
    /// <summary>An entity's page on dotlan, which goes by names. EVE-038.</summary>
    /// <exception cref="NotSupportedException">Dotlan has no such page. EVE-039.</exception>
    public static string Dotlan(EveLinkKind kind, string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        var category = kind switch
        {
            EveLinkKind.Alliance => "alliance",
            EveLinkKind.Corporation => "corp",
            EveLinkKind.Region => "map",
            EveLinkKind.SolarSystem => "system",
            _ => throw NotThere(kind, "dotlan"),
        };
        return $"https://evemaps.dotlan.net/{category}/{Uri.EscapeDataString(name.Replace(' ', '_'))}";
    }

    /// <summary>An entity's page on EveWho.</summary>
    /// <exception cref="NotSupportedException">EveWho has no such page. EVE-039.</exception>
    public static string EveWho(EveLinkKind kind, long id)
    {
        var category = kind switch
        {
            EveLinkKind.Alliance => "alliance",
            EveLinkKind.Corporation => "corporation",
            EveLinkKind.Character => "character",
            _ => throw NotThere(kind, "EveWho"),
        };
        return $"https://evewho.com/{category}/{EveId.Text(id)}";
    }

    /// <summary>An entity's page on zKillboard.</summary>
    /// <exception cref="NotSupportedException">ZKillboard has no such page. EVE-039.</exception>
    public static string ZKillboard(EveLinkKind kind, long id)
    {
        var category = kind switch
        {
            EveLinkKind.Alliance => "alliance",
            EveLinkKind.Corporation => "corporation",
            EveLinkKind.Character => "character",
            EveLinkKind.Region => "region",
            EveLinkKind.SolarSystem => "system",
            _ => throw NotThere(kind, "zKillboard"),
        };
        return $"https://zkillboard.com/{category}/{EveId.Text(id)}/";
    }

    private static NotSupportedException NotThere(EveLinkKind kind, string site) => new($"{site} has no pages for {kind}.");
}

/// <summary>Links as pages need them: for a character's own parts, for an id, or for nothing, which gives an empty text. EVE-044, EVE-045.</summary>
public static class EveLinkHelpers
{
    extension(CharacterInfo? character)
    {
        /// <summary>The character on zKillboard.</summary>
        public string ZKillboardUrl() => character is null ? "" : EveLinks.ZKillboard(EveLinkKind.Character, character.CharacterId);

        /// <summary>The character on EveWho.</summary>
        public string EveWhoUrl() => character is null ? "" : EveLinks.EveWho(EveLinkKind.Character, character.CharacterId);

        /// <summary>Its corporation on dotlan; empty until it is known.</summary>
        public string DotlanCorporationUrl() => character is { CorporationName.Length: > 0 } ? EveLinks.Dotlan(EveLinkKind.Corporation, character.CorporationName) : "";

        /// <summary>Its alliance on dotlan; empty without one. EVE-045.</summary>
        public string DotlanAllianceUrl() => character?.AllianceName is { Length: > 0 } alliance ? EveLinks.Dotlan(EveLinkKind.Alliance, alliance) : "";

        /// <summary>Its corporation on zKillboard; empty until it is known.</summary>
        public string ZKillboardCorporationUrl() => character?.CorporationId is { } id ? EveLinks.ZKillboard(EveLinkKind.Corporation, id) : "";

        /// <summary>Its alliance on zKillboard; empty without one. EVE-045.</summary>
        public string ZKillboardAllianceUrl() => character?.AllianceId is { } id ? EveLinks.ZKillboard(EveLinkKind.Alliance, id) : "";

        /// <summary>Its corporation on EveWho; empty until it is known.</summary>
        public string EveWhoCorporationUrl() => character?.CorporationId is { } id ? EveLinks.EveWho(EveLinkKind.Corporation, id) : "";

        /// <summary>Its alliance on EveWho; empty without one. EVE-045.</summary>
        public string EveWhoAllianceUrl() => character?.AllianceId is { } id ? EveLinks.EveWho(EveLinkKind.Alliance, id) : "";
    }
}

/// <summary>The same for an entity of any kind. EVE-044.</summary>
public static class EveEntityLinks
{
    extension(EveEntity? entity)
    {
        /// <summary>The entity on zKillboard; empty for nothing and for what has no page there.</summary>
        public string ZKillboardUrl() => entity is null || entity.Kind == EntityKind.Faction ? "" : EveLinks.ZKillboard(LinkKind(entity.Kind), entity.Id);

        /// <summary>The entity on EveWho; empty for nothing and for what has no page there.</summary>
        public string EveWhoUrl() => entity is null || entity.Kind == EntityKind.Faction ? "" : EveLinks.EveWho(LinkKind(entity.Kind), entity.Id);

        /// <summary>The entity on dotlan; empty for nothing and for what has no page there.</summary>
        public string DotlanUrl() => entity is { Kind: EntityKind.Corporation or EntityKind.Alliance } ? EveLinks.Dotlan(LinkKind(entity.Kind), entity.Name) : "";
    }

    private static EveLinkKind LinkKind(EntityKind kind) => kind switch
    {
        EntityKind.Character => EveLinkKind.Character,
        EntityKind.Corporation => EveLinkKind.Corporation,
        _ => EveLinkKind.Alliance,
    };
}

/// <summary>Reads EVE ids that came as text.</summary>
public static class EveId
{
    /// <summary>The number in a text. EVE-037.</summary>
    /// <exception cref="FormatException">It is not a whole number above zero. EVE-043.</exception>
    public static long Parse(string? text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0
            ? id
            : throw new FormatException($"'{text}' is no EVE id.");

    internal static string Text(long id) => id > 0
        ? id.ToString(CultureInfo.InvariantCulture)
        : throw new ArgumentOutOfRangeException(nameof(id), id, "An EVE id is above zero.");
}
