using System.ComponentModel.DataAnnotations;

namespace AllianceAuth.GroupManagement;

/// <summary>When a smart group holds removals back for a person.</summary>
internal sealed class SmartGroupSettings
{
    public const string Section = "SmartGroups";

    /// <summary>So many members may always lose a smart group within a day.</summary>
    [Range(1, 1_000_000)]
    public int BrakeLeast { get; set; } = 10;

    /// <summary>Beyond that, so many of a hundred members; 100 for no brake.</summary>
    [Range(1, 100)]
    public int BrakePercent { get; set; } = 20;
}
