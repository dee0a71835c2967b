namespace AllianceAuth.Shared.Web.Security;

/// <summary>What pages may load from and post to elsewhere. Section <c>WebSecurity</c>.</summary>
public sealed class WebSecuritySettings
{
    /// <summary>Configuration section.</summary>
    public const string Section = "WebSecurity";

    /// <summary>Origins a form may lead to. Browsers hold redirects after a form post to this too, so the module that speaks to the SSO adds its origin.</summary>
    public string[] FormOrigins { get; set; } = [];

    /// <summary>Origins of pictures besides the site and EVE's image server.</summary>
    public string[] ImageOrigins { get; set; } = [];
}
