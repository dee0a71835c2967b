using System.ComponentModel.DataAnnotations;

namespace AllianceAuth.Shared.Settings;

/// <summary>What the whole site is called and where it lives. Section <c>Site</c>.</summary>
public sealed class SiteSettings
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Site";

    /// <summary>Title and header. SITE_NAME.</summary>
    [Required, MaxLength(60)]
    public string Name { get; set; } = "Alliance Auth";

    /// <summary>The line under the name on the login page.</summary>
    [MaxLength(200)]
    public string Tagline { get; set; } = "";

    /// <summary>Absolute address without trailing slash, for links in mails and for the SSO callback. SITE_URL.</summary>
    [Required]
    public string Url { get; set; } = "";

    /// <summary>EVE id of the alliance whose logo stands in the header; 0 for the product's own mark.</summary>
    [Range(0, long.MaxValue)]
    public long AllianceId { get; set; }

    /// <summary>True in the demo and in development: mailbox page, UI kit page.</summary>
    public bool Development { get; set; }
}
