namespace AllianceAuth.Shared.Web.Kit;

/// <summary>One of many in a picker.</summary>
/// <param name="Value">As it stands in the form.</param>
/// <param name="Text">Its name.</param>
public sealed record PickedItem(string Value, string Text)
{
    /// <summary>EVE id of the corporation whose logo it bears, or null.</summary>
    public long? CorporationId { get; init; }

    /// <summary>EVE id of the alliance whose logo it bears, or null.</summary>
    public long? AllianceId { get; init; }

    /// <summary>EVE id of the character whose portrait it bears, or null.</summary>
    public long? CharacterId { get; init; }

    /// <summary>Green for what was added and not saved yet, red for what goes.</summary>
    public Tone Tone { get; init; }

    /// <summary>Will go when the form is saved.</summary>
    public bool IsGone { get; init; }
}
