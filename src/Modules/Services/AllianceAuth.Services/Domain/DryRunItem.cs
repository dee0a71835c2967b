using AllianceAuth.Shared.Access;

namespace AllianceAuth.Services.Domain;

/// <summary>What the last dry run of a service found to do about one account.</summary>
internal sealed class DryRunItem
{
    public string Service { get; set; } = "";

    public UserId UserId { get; set; }

    public AccountPlan Plan { get; set; }

    /// <summary>Text key of why.</summary>
    public string Cause { get; set; } = "";

    public string LoginName { get; set; } = "";

    public string DisplayName { get; set; } = "";

    public string[] Groups { get; set; } = [];
}
