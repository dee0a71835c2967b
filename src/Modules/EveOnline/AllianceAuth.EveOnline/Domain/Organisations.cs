namespace AllianceAuth.EveOnline.Domain;

/// <summary>A player or NPC corporation. The alliance is a plain id: it may be known before the alliance itself was looked up.</summary>
internal sealed class Corporation
{
    public required long Id { get; init; }

    /// <summary>Not unique. EVE-001: also its text form.</summary>
    public required string Name { get; set; }

    public required string Ticker { get; set; }

    public long MemberCount { get; set; }

    /// <summary>Null when EVE leaves it out, as for closed corporations.</summary>
    public long? CeoId { get; set; }

    public long? AllianceId { get; set; }

    public long? FactionId { get; set; }

    public bool IsClosed { get; set; }

    /// <summary>UTC, when EVE last told us.</summary>
    public DateTimeOffset SeenAt { get; set; }

    public override string ToString() => Name;
}

/// <summary>A player alliance.</summary>
internal sealed class Alliance
{
    public required long Id { get; init; }

    /// <summary>Not unique. EVE-001: also its text form.</summary>
    public required string Name { get; set; }

    public required string Ticker { get; set; }

    /// <summary>Null for a closed alliance: EVE then names no executor.</summary>
    public long? ExecutorId { get; set; }

    /// <summary>UTC, when EVE last told us.</summary>
    public DateTimeOffset SeenAt { get; set; }

    public override string ToString() => Name;
}

/// <summary>A faction of faction warfare.</summary>
internal sealed class Faction
{
    public required long Id { get; init; }

    public required string Name { get; set; }

    public override string ToString() => Name;
}
