using MediatR;

namespace AllianceAuth.EveOnline.Contracts;

/// <summary>What we know of a character, as last seen.</summary>
/// <param name="CharacterId">EVE id.</param>
/// <param name="Name">Name of the character; not unique, names are recycled.</param>
/// <param name="CorporationId">EVE id of its corporation; null until EVE told us for the first time.</param>
/// <param name="CorporationName">Name of its corporation; empty until known.</param>
/// <param name="CorporationTicker">Ticker, up to five letters; empty until known.</param>
/// <param name="AllianceId">EVE id of its alliance, or null.</param>
/// <param name="AllianceName">Name of its alliance, or null.</param>
/// <param name="AllianceTicker">Ticker of its alliance, or null.</param>
/// <param name="FactionId">EVE id of the faction it is enlisted with, or null.</param>
/// <param name="FactionName">Name of that faction, or null.</param>
/// <param name="SeenAt">UTC, when EVE last confirmed this; null when it never did.</param>
public sealed record CharacterInfo(
    long CharacterId,
    string Name,
    long? CorporationId,
    string CorporationName,
    string CorporationTicker,
    long? AllianceId,
    string? AllianceName,
    string? AllianceTicker,
    long? FactionId,
    string? FactionName,
    DateTimeOffset? SeenAt)
{
    /// <summary>Where deleted characters end up: Doomheim. EVE-005.</summary>
    public const long Doomheim = 1_000_001;

    /// <summary>Whether the character was deleted in EVE.</summary>
    public bool IsBiomassed => CorporationId == Doomheim;
}

/// <summary>Asks what we know of characters; those never heard of are left out. One statement for any number; from the cache when warm.</summary>
/// <param name="Characters">EVE ids.</param>
public sealed record FindCharacters(IReadOnlyList<long> Characters) : IRequest<IReadOnlyList<CharacterInfo>>
{
    /// <summary>Passes the cache by, for what decides about access: a copy a moment old would stay wrong until the next change in EVE.</summary>
    public bool Uncached { get; init; }
}

/// <summary>Asks for characters together with the health of their tokens, for the owner's own page. One statement; none when warm.</summary>
/// <param name="Characters">EVE ids.</param>
public sealed record FindOwnedCharacters(IReadOnlyList<long> Characters) : IRequest<IReadOnlyList<OwnedCharacter>>;

/// <summary>A character and how far we can still see it.</summary>
/// <param name="Character">The character.</param>
/// <param name="Token">The best of its tokens.</param>
public sealed record OwnedCharacter(CharacterInfo Character, TokenHealth Token);

/// <summary>Whether a character's tokens still work.</summary>
public enum TokenHealth
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>At least one works or can be refreshed.</summary>
    Valid,

    /// <summary>SSO rejected it; the pilot must sign in with the character once more.</summary>
    Rejected,
}

/// <summary>
/// Makes sure a character is known: asks EVE at once when it is new, and keeps what the SSO told when EVE does not answer
/// (the affiliation job fills in the rest). Never fails because EVE is down. AUTH-025.
/// </summary>
/// <param name="CharacterId">EVE id.</param>
/// <param name="Name">Its name as the SSO told it.</param>
public sealed record EnsureCharacter(long CharacterId, string Name) : IRequest<CharacterInfo>;

/// <summary>Asks for an early look at these characters' affiliation, ahead of the schedule.</summary>
/// <param name="Characters">EVE ids.</param>
public sealed record RefreshCharacters(IReadOnlyList<long> Characters) : IRequest;

/// <summary>
/// Asks since when characters are in their present corporation, UTC. Those of whom EVE has not told us yet are left out, and a job asks EVE about
/// them. One statement, and another when somebody is unknown.
/// </summary>
/// <param name="Characters">EVE ids.</param>
public sealed record FindTenures(IReadOnlyList<long> Characters) : IRequest<IReadOnlyDictionary<long, DateTimeOffset>>;

/// <summary>Asks for characters whose name holds a text, for searches over what users own. One statement.</summary>
/// <param name="Text">What was typed.</param>
/// <param name="Most">How many at most; who types one letter does not look for somebody.</param>
public sealed record SearchCharacters(string Text, int Most = 500) : IRequest<IReadOnlyList<long>>;
