using System.ComponentModel.DataAnnotations;

namespace AllianceAuth.Analytics;

/// <summary>Section <c>Analytics</c>.</summary>
internal sealed class AnalyticsSettings
{
    public const string Section = "Analytics";

    /// <summary>Stops everything, whatever admins have agreed to. ANALYTICS_DISABLED; ANA-010.</summary>
    public bool Disabled { get; set; }

    /// <summary>Really sends in development mode, instead of asking the validation address. ANALYTICS_ENABLE_DEBUG; ANA-012.</summary>
    public bool EnableDebug { get; set; }

    /// <summary>Where the measurement protocol is spoken, without a slash at the end.</summary>
    [Required, Url(ErrorMessage = "must be an http or https address, for example https://www.google-analytics.com.")]
    public string BaseUrl { get; set; } = "https://www.google-analytics.com";
}
