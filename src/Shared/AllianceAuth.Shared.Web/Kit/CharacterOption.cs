namespace AllianceAuth.Shared.Web.Kit;

/// <summary>A character somebody can choose.</summary>
/// <param name="CharacterId">EVE id.</param>
/// <param name="Name">Name.</param>
/// <param name="Detail">Second line: corporation, or why it cannot be chosen.</param>
public sealed record CharacterOption(long CharacterId, string Name, string? Detail = null)
{
    /// <summary>Cannot be chosen; the second line says why.</summary>
    public bool IsDisabled { get; init; }
}
