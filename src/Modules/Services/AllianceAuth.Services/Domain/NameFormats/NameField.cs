using System.Collections.Frozen;
using System.Globalization;
using AllianceAuth.Shared.Access;

namespace AllianceAuth.Services.Domain.NameFormats;

/// <summary>Whom a name is made for. SVC-027 to SVC-029.</summary>
/// <param name="UserName">The login name.</param>
/// <param name="Main">The main character, or null.</param>
/// <param name="AllianceTicker">Ticker of the main's alliance; empty without one, or until EVE told us.</param>
/// <param name="DefaultToUsername">Whether the login name stands in for the name of a main that is not there.</param>
internal sealed record NameBearer(string UserName, MainCharacter? Main, string AllianceTicker = "", bool DefaultToUsername = true)
{
    public string CharacterName => Main?.Name ?? (DefaultToUsername ? UserName : "");

    public string CorporationName => Main?.CorporationName ?? "";

    public string CorporationTicker => Main?.CorporationTicker ?? "";

    public string AllianceName => Main?.AllianceName ?? "";

    public string TickerOfAlliance => Main?.AllianceId is null ? "" : AllianceTicker;
}

/// <summary>A field that formats may name. What somebody does not have is an empty text. SVC-028.</summary>
/// <param name="Name">As it stands between the braces.</param>
/// <param name="IsNumber">Formatted as a number as long as there is one.</param>
/// <param name="Text">Its value as text.</param>
internal sealed record NameField(string Name, bool IsNumber, Func<NameBearer, string> Text)
{
    /// <summary>All fields, in the order in which people are told of them.</summary>
    public static IReadOnlyList<NameField> All { get; } =
    [
        new("username", false, b => b.UserName),
        new("character_name", false, b => b.CharacterName),
        new("character_id", true, b => Id(b.Main?.CharacterId)),
        new("corp_name", false, b => b.CorporationName),
        new("corp_id", true, b => Id(b.Main?.CorporationId)),
        new("corp_ticker", false, b => b.CorporationTicker),
        new("alliance_name", false, b => b.AllianceName),
        new("alliance_id", true, b => Id(b.Main?.AllianceId)),
        new("alliance_ticker", false, b => b.TickerOfAlliance),
        new("alliance_or_corp_name", false, b => b.AllianceName is { Length: > 0 } name ? name : b.CorporationName),
        new("alliance_or_corp_ticker", false, b => b.TickerOfAlliance is { Length: > 0 } ticker ? ticker : b.CorporationTicker),
    ];

    /// <summary>All names, for sentences.</summary>
    public static string AllNames { get; } = string.Join(", ", All.Select(f => f.Name));

    private static FrozenDictionary<string, NameField> ByName { get; } = All.ToFrozenDictionary(f => f.Name, StringComparer.Ordinal);

    /// <summary>The field of a name, or null.</summary>
    public static NameField? Find(string name) => ByName.GetValueOrDefault(name);

    private static string Id(long? id) => id?.ToString(CultureInfo.InvariantCulture) ?? "";
}
