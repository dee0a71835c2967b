namespace AllianceAuth.Analytics.Domain;

/// <summary>The one anonymous identity of this installation. ANA-001.</summary>
internal sealed class Installation
{
    /// <summary>The only number there can be.</summary>
    public const int OnlyId = 1;

    public int Id { get; private set; } = OnlyId;

    public Guid Identifier { get; private set; }
}
