using System.ComponentModel.DataAnnotations;

namespace AllianceAuth.Services;

/// <summary>How accounts on outside services are kept.</summary>
internal sealed class ServicesSettings
{
    public const string Section = "Services";

    /// <summary>So many accounts of a service may always go within a day.</summary>
    [Range(1, 1_000_000)]
    public int BrakeLeast { get; set; } = 25;

    /// <summary>Beyond that, so many of a hundred accounts; 100 for no brake.</summary>
    [Range(1, 100)]
    public int BrakePercent { get; set; } = 5;

    /// <summary>Days that history of accounts is kept; 0 for ever.</summary>
    [Range(0, 36_500)]
    public int HistoryDays { get; set; } = 365;
}
