using AllianceAuth.EveOnline.Contracts;

namespace AllianceAuth.EveOnline.Domain;

/// <summary>One EVE character as last seen. Names of its corporation, alliance and faction live in their own tables, so a rename is one write.</summary>
internal sealed class Character
{
    public Character(long id, string name)
    {
        Id = id;
        Name = name;
    }

    public long Id { get; private set; }

    /// <summary>Not unique: names are recycled after biomassing. EVE-001: also its text form.</summary>
    public string Name { get; private set; }

    /// <summary>Null until EVE told us for the first time.</summary>
    public long? CorporationId { get; private set; }

    public long? AllianceId { get; private set; }

    public long? FactionId { get; private set; }

    /// <summary>UTC, when EVE last told us this by itself; a completed sweep confirms everybody without touching their rows.</summary>
    public DateTimeOffset? SeenAt { get; private set; }

    /// <summary>UTC, since when it is in its corporation; null until EVE told us, or we saw it move.</summary>
    public DateTimeOffset? CorporationSince { get; private set; }

    /// <summary>UTC, since when somebody wants to know that; null when nobody asked.</summary>
    public DateTimeOffset? TenureWantedAt { get; private set; }

    /// <summary>UTC, since when EVE gives no answer for this id although it answers for others; null when all is well.</summary>
    public DateTimeOffset? UnresolvedSince { get; private set; }

    /// <summary>Whether it was deleted in EVE. EVE-005.</summary>
    public bool IsBiomassed => CorporationId == CharacterInfo.Doomheim;

    /// <summary>Takes over what EVE says now; all four are overwritten, also by nothing. EVE-025.</summary>
    /// <returns>Whether corporation, alliance or faction differ from what we knew.</returns>
    public bool See(long corporationId, long? allianceId, long? factionId, DateTimeOffset now)
    {
        var changed = (CorporationId, AllianceId, FactionId) != (corporationId, allianceId, factionId);
        if (CorporationId != corporationId)
        {
            // The first thing we hear of a character does not say how long that has been so.
            CorporationSince = CorporationId is null ? null : now;
        }

        (CorporationId, AllianceId, FactionId) = (corporationId, allianceId, factionId);
        SeenAt = now;
        UnresolvedSince = null;
        return changed;
    }

    /// <summary>Takes over what EVE's history says about the present corporation.</summary>
    public void JoinedCorporation(DateTimeOffset since) => CorporationSince = since;

    /// <summary>Takes over the present name. A missing one is no change. EVE-034.</summary>
    public bool Rename(string? name)
    {
        if (string.IsNullOrEmpty(name) || string.Equals(name, Name, StringComparison.Ordinal))
        {
            return false;
        }

        Name = name;
        return true;
    }

    public override string ToString() => Name;
}
