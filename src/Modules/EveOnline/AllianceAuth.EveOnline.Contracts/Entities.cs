using MediatR;

namespace AllianceAuth.EveOnline.Contracts;

/// <summary>Kinds of EVE entities that states and filters can name.</summary>
public enum EntityKind
{
    /// <summary>A character.</summary>
    Character,

    /// <summary>A corporation.</summary>
    Corporation,

    /// <summary>An alliance.</summary>
    Alliance,

    /// <summary>A faction of faction warfare.</summary>
    Faction,
}

/// <summary>An EVE entity by id and name.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">EVE id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Ticker">Its ticker; null for characters and factions.</param>
public sealed record EveEntity(EntityKind Kind, long Id, string Name, string? Ticker);

/// <summary>Asks for names of entities we know, many at once; unknown ones are left out.</summary>
/// <param name="Entities">What to look up.</param>
public sealed record FindEntities(IReadOnlyList<(EntityKind Kind, long Id)> Entities) : IRequest<IReadOnlyList<EveEntity>>;

/// <summary>Searches entities we know by the beginning of their name or ticker; the best twenty. Nothing typed finds all factions and none of the rest.</summary>
/// <param name="Kind">What to search among.</param>
/// <param name="Text">What was typed.</param>
public sealed record SearchEntities(EntityKind Kind, string Text) : IRequest<IReadOnlyList<EveEntity>>;

/// <summary>Finds an entity by its exact name, asking EVE when we do not know it yet and storing what it says. Null when there is none, or EVE does not answer.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its exact name.</param>
public sealed record LearnEntity(EntityKind Kind, string Name) : IRequest<EveEntity?>;

/// <summary>Asks which of these corporations and alliances EVE has closed for good. What we do not know is not closed. One statement.</summary>
/// <param name="Entities">What to look at; other kinds are never closed.</param>
public sealed record FindClosed(IReadOnlyList<(EntityKind Kind, long Id)> Entities) : IRequest<IReadOnlySet<(EntityKind Kind, long Id)>>;
