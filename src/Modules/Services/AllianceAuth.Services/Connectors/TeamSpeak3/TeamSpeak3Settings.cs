using System.ComponentModel.DataAnnotations;

namespace AllianceAuth.Services.Connectors.TeamSpeak3;

/// <summary>The TeamSpeak 3 server and how we talk to it. Section <c>Services:TeamSpeak3</c>.</summary>
internal sealed class TeamSpeak3Settings : IValidatableObject
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Services:TeamSpeak3";

    /// <summary>Host of the server's ServerQuery, as seen from here. Empty while there is no TeamSpeak. TEAMSPEAK3_SERVER_IP.</summary>
    [RegularExpression(@"[^\s/:]*|[0-9a-fA-F:.]+", ErrorMessage = "must be a host name or an address without port, such as 127.0.0.1.")]
    public string Host { get; set; } = "";

    /// <summary>Port of the raw ServerQuery, not the one of SSH. TEAMSPEAK3_SERVER_PORT.</summary>
    [Range(1, 65535)]
    public int QueryPort { get; set; } = 10011;

    /// <summary>Login of ServerQuery. TEAMSPEAK3_SERVERQUERY_USER.</summary>
    [Required]
    public string User { get; set; } = "serveradmin";

    /// <summary>Its password. TEAMSPEAK3_SERVERQUERY_PASSWORD.</summary>
    public string Password { get; set; } = "";

    /// <summary>Number of the virtual server; 0 does not select one. TEAMSPEAK3_VIRTUAL_SERVER.</summary>
    [Range(0, int.MaxValue)]
    public int VirtualServer { get; set; } = 1;

    /// <summary>Where pilots connect, for example <c>ts.example.com</c> or <c>ts.example.com:9988</c>. A scheme before it does no harm. TEAMSPEAK3_PUBLIC_URL.</summary>
    [RegularExpression(@"([a-zA-Z0-9]+://)?[^\s/?#]*/?", ErrorMessage = "must be a public address such as ts.example.com.")]
    public string PublicAddress { get; set; } = "";

    /// <summary>Without scheme and slash, as it stands in links.</summary>
    public string PlainAddress => PublicAddress[(PublicAddress.IndexOf("://", StringComparison.Ordinal) is >= 0 and var at ? at + 3 : 0)..].TrimEnd('/');

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Host.Length > 0 && Password.Length == 0)
        {
            yield return new("is missing. Set it to the password of the ServerQuery login, or empty Host while there is no TeamSpeak.", [nameof(Password)]);
        }

        if (Host.Length > 0 && PlainAddress.Length == 0)
        {
            yield return new("is missing. Set it to the address where pilots connect, such as ts.example.com.", [nameof(PublicAddress)]);
        }
    }
}
